import { setTimeout as delay } from 'node:timers/promises';
import { taskConsumer } from '@orderflow/kafka/core';
import { given, report } from '../contestant.ts';
import type { IdleProgram, IdleReport } from '../idle-cpu.measure.ts';

/** What a start leaves behind, compilation and garbage, is none of the rest. */
const settlingMs = 5_000;

const { brokers, input, output, group, seconds } = given<IdleProgram>();
const consumer = taskConsumer({
  brokers,
  clientId: 'bench-idle',
  instanceId: 'bench',
  group,
  handlers: { [input]: async ({ key, value }) => [{ topic: output, key, value }] },
});
await consumer.start();
await delay(settlingMs);
const begun = performance.now();
const before = process.cpuUsage();
await delay(seconds * 1_000);
const { user, system } = process.cpuUsage(before);
report<IdleReport>({ core: (user + system) / 1_000 / (performance.now() - begun) });
await consumer.stop();
