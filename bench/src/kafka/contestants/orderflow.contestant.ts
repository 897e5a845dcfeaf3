import { taskConsumer } from '@orderflow/kafka/core';
import { given, report } from '../contestant.ts';
import type { Load, RateReport } from '../load.ts';
import { rateClock } from '../rate-clock.ts';

// Our transport: exactly once, each record handed on by a handler of its own.

/** What a task holds at the default bound, and for a larger one as much as keeps it busy while it commits. */
const heldAtLeast = 5_000;
const heldTransactions = 3;

const { brokers, input, output, group, transactionRecords, ...load } = given<Load>();
const clock = rateClock(load);
const consumer = taskConsumer({
  brokers,
  clientId: 'bench-orderflow',
  instanceId: 'bench',
  group,
  limits: {
    maxBatchRecords: transactionRecords,
    maxBufferedRecords: Math.max(heldAtLeast, heldTransactions * transactionRecords),
  },
  handlers: {
    [input]: async ({ key, value }) => {
      clock.handled(1);
      return [{ topic: output, key, value }];
    },
  },
});
await consumer.start();
report<RateReport>({ recordsPerSecond: await clock.rate });
await consumer.stop();
