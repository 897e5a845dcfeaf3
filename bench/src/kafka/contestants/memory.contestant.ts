import { setTimeout as delay } from 'node:timers/promises';
import { taskConsumer } from '@orderflow/kafka/core';
import { given, report } from '../contestant.ts';
import type { MemoryProgram, MemoryReport } from '../memory.measure.ts';

const samplesInAll = 200;

const { brokers, input, group, milliseconds } = given<MemoryProgram>();
let records = 0;
const consumer = taskConsumer({
  brokers,
  clientId: 'bench-memory',
  instanceId: 'bench',
  group,
  handlers: {
    [input]: async ({ key, value }) => {
      records += 1;
      return [{ topic: input, key, value }];
    },
  },
});
await consumer.start();
const samples: number[] = [];
while (samples.length < samplesInAll) {
  await delay(milliseconds / samplesInAll);
  samples.push(process.memoryUsage.rss());
}
report<MemoryReport>({ records, samples });
await consumer.stop();
