import type { Ratio } from '../report.ts';
import { median } from '../statistics.ts';
import { benchTopics } from './bench-topics.ts';
import { fillTopic } from './filled-topic.ts';
import { runProgram } from './run-contestant.ts';

export interface MemoryProgram {
  readonly brokers: readonly string[];
  /** Each of its records is handed on to itself. */
  readonly input: string;
  readonly group: string;
  readonly milliseconds: number;
}

export interface MemoryReport {
  readonly records: number;
  /** Resident bytes at equal intervals. */
  readonly samples: readonly number[];
}

const backlog = { records: 100_000, bytes: 300 };
const retentionBytes = 134_217_728;

/**
 * Resident memory at the end of a long load against that after its first fifth. The backlog feeds itself, each record's output being
 * another input, so that it never ends and the disk never fills.
 */
export async function measureMemory(brokers: readonly string[], minutes: number): Promise<Ratio> {
  await using topics = await benchTopics(brokers, retentionBytes);
  await fillTopic(brokers, topics.input, backlog);
  const milliseconds = minutes * 60_000;
  const { input } = topics;
  const given: MemoryProgram = { brokers, input, group: await topics.group(), milliseconds };
  const { samples, records } = await runProgram<MemoryReport>('memory', given, {
    timeoutMs: milliseconds + 60_000,
  });
  // A twentieth of the time to either side: a single sample is a collection's mood.
  const around = (part: number): number =>
    median(
      samples.slice(Math.floor(samples.length * (part - 0.05)), Math.ceil(samples.length * (part + 0.05))),
    );
  const fifth = around(0.2);
  const end = around(1);
  const megabytes = (bytes: number): string => (bytes / 1_048_576).toFixed(0);
  return {
    name: 'memory',
    value: end / fifth,
    goal: 1.15,
    better: 'lower',
    detail: `${megabytes(end)} MB after ${minutes} min and ${records} records, ${megabytes(fifth)} MB after a fifth`,
  };
}
