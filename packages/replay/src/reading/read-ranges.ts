import type { KafkaRecord, LogReader } from '@orderflow/kafka/core';
import type { ReplayProgress } from '../protocol/replay-message.ts';
import type { Pace } from './pace.ts';
import type { OnProgress } from './progress-meter.ts';
import { offsetsIn, type PartitionRange } from './replay-range.ts';

/** What is read, and who hears of it. */
export interface ReadRangesOptions {
  readonly log: Pick<LogReader, 'readPartition'>;
  readonly topic: string;
  readonly ranges: readonly PartitionRange[];
  /** Only records with this key. */
  readonly key?: string | undefined;
  readonly pace: Pace;
  readonly phase: ReplayProgress['phase'];
  readonly onProgress: OnProgress;
  readonly signal: AbortSignal;
}

/**
 * The committed records of the ranges, one partition after the other and each in the order of its offsets, at the pace given.
 * Without a group: no offset moves.
 */
export async function* readRanges(options: ReadRangesOptions): AsyncGenerator<KafkaRecord, void, undefined> {
  const { log, topic, ranges, key, pace, phase, onProgress, signal } = options;
  const total = offsetsIn(ranges);
  const wanted = key === undefined ? undefined : Buffer.from(key);
  let before = 0;
  onProgress({ phase, done: 0, total });
  for (const { partition, from, to } of ranges) {
    for await (const record of log.readPartition(topic, partition, { from, to, signal })) {
      if (wanted !== undefined && !(record.key !== null && wanted.equals(record.key))) continue;
      await pace.next(signal);
      yield record;
      onProgress({ phase, done: before + Number(record.offset - from) + 1, total });
    }
    before += Number(to - from);
  }
  onProgress({ phase, done: total, total });
}
