import type { LogReader } from '../log-reader.ts';
import type { KafkaRecord } from '../record.ts';
import { settledBy } from './act.ts';
import type { ParkingTopics } from './parking-topics.ts';
import { readQuarantineRecord } from './quarantine-entry.ts';
import type { QuarantineEntry } from './quarantine-entry.ts';

/**
 * What one task knows of the keys it parked of one topic; restored with the task, then changed only together with the
 * outputs that say the same.
 */
export interface ParkedKeys {
  /** The key's entry while it is quarantined; records without a key never are. */
  entry(key: Buffer | null): QuarantineEntry | undefined;
  /** Sets the entry, or with undefined releases the key. */
  set(key: Buffer, entry: QuarantineEntry | undefined): void;
  /** Whether a command has settled this dead letter. */
  isSettled(key: Buffer | null, letterOffset: bigint): boolean;
  settle(key: Buffer | null, stretch: { readonly from: bigint; readonly to: bigint }): void;
  /** Keys in quarantine. */
  readonly size: number;
}

type Stretch = { readonly from: bigint; readonly to: bigint };

/** Bytes as a name: no two keys share one, and no key is taken for the absence of one. */
const nameOf = (key: Buffer | null): string => (key === null ? '' : `k${key.toString('latin1')}`);

export const parkedKeys = (): ParkedKeys => {
  const entries = new Map<string, QuarantineEntry>();
  const settled = new Map<string, Stretch[]>();
  return {
    // Hardly ever is there one, and then a record's key needs no name.
    entry: (key) => (key === null || entries.size === 0 ? undefined : entries.get(nameOf(key))),
    set: (key, entry) => {
      if (entry) entries.set(nameOf(key), entry);
      else entries.delete(nameOf(key));
    },
    isSettled: (key, offset) =>
      (settled.get(nameOf(key)) ?? []).some(({ from, to }) => offset >= from && offset <= to),
    settle: (key, stretch) => {
      settled.set(nameOf(key), [...(settled.get(nameOf(key)) ?? []), stretch]);
    },
    get size() {
      return entries.size;
    },
  };
};

interface Restoring {
  readonly reader: Pick<LogReader, 'readPartition'>;
  readonly topics: ParkingTopics;
  readonly partition: number;
  readonly signal: AbortSignal;
}

/** Reads a task's parked keys back, to the end of its partitions; `rows` tells how many records said something. */
export const restoreParkedKeys = async ({
  reader,
  topics,
  partition,
  signal,
}: Restoring): Promise<{ readonly keys: ParkedKeys; readonly rows: number }> => {
  const keys = parkedKeys();
  let rows = 0;
  const read = async (topic: string, take: (record: KafkaRecord) => void): Promise<void> => {
    for await (const record of reader.readPartition(topic, partition, { signal })) {
      rows += 1;
      take(record);
    }
  };
  await read(topics.quarantine, (record) => {
    if (record.key !== null) keys.set(record.key, readQuarantineRecord(record));
  });
  await read(topics.acts, (act) => {
    const stretch = settledBy(act);
    if (stretch) keys.settle(stretch.key, stretch);
  });
  return { keys, rows };
};
