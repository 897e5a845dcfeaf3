import type { KafkaRecord, OutputRecord } from '../record.ts';

/** One key in quarantine: its records are parked without being handled until it is released. */
export interface QuarantineEntry {
  /** Dead letters of the key that wait, the failed one included. */
  readonly count: number;
  /** Where the first of them stood in its topic. */
  readonly firstOffset: bigint;
  /** Milliseconds since the epoch: the time of the first dead letter, none of which is older. */
  readonly since: number;
}

/** The entry as it is stored under its key; without an entry the tombstone that releases the key. */
export const quarantineRecord = (
  at: { readonly to: string; readonly topic: string; readonly partition: number; readonly key: Buffer },
  entry: QuarantineEntry | undefined,
): OutputRecord & { readonly partition: number } => {
  const { to, topic, partition, key } = at;
  const value = entry && {
    topic,
    partition,
    count: entry.count,
    firstOffset: entry.firstOffset.toString(),
    since: new Date(entry.since).toISOString(),
  };
  return { topic: to, partition, key, value: value ? JSON.stringify(value) : null };
};

/** Reads a stored entry; undefined for a tombstone. @throws SyntaxError or TypeError when it is none: somebody else wrote it */
export const readQuarantineRecord = ({ value, topic, offset }: KafkaRecord): QuarantineEntry | undefined => {
  if (value === null) return undefined;
  const { count, firstOffset, since }: Record<string, unknown> = JSON.parse(value.toString('utf8'));
  const time = typeof since === 'string' ? Date.parse(since) : Number.NaN;
  if (typeof count !== 'number' || typeof firstOffset !== 'string' || Number.isNaN(time)) {
    throw new TypeError(`${topic}@${offset} is no quarantine entry`);
  }
  return { count, firstOffset: BigInt(firstOffset), since: time };
};
