import type { KafkaRecord } from '@orderflow/kafka/core';
import type { ReadRecords } from '../protocol/replay-message.ts';
import type { PartitionRange } from './replay-range.ts';

/** Counts records by type. */
export interface RecordTally {
  add(record: KafkaRecord): void;
  /** What was read so far, from the ranges given. */
  read(ranges: readonly PartitionRange[]): ReadRecords;
}

/** @param typeOf the type of a record; one without counts as `(none)` */
export const recordTally = (typeOf: (record: KafkaRecord) => string | undefined): RecordTally => {
  const types = new Map<string, number>();
  let records = 0;
  return {
    add(record) {
      const type = typeOf(record) ?? '(none)';
      types.set(type, (types.get(type) ?? 0) + 1);
      records += 1;
    },
    read: (ranges) => ({
      records,
      types: Object.fromEntries([...types].toSorted(([a], [b]) => (a < b ? -1 : 1))),
      partitions: ranges.map(({ partition, from, to }) => ({
        partition,
        from: from.toString(),
        to: to.toString(),
      })),
    }),
  };
};
