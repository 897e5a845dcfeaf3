import type { Serde } from '../../serde/serde.ts';
import type { JoinBuffer } from '../join-buffer.ts';
import type { Timestamped } from '../timestamped.ts';
import { keyIdentity } from './key-identity.ts';
import { firstNotBefore } from './sorted-position.ts';
import { streamTimeRetention } from './stream-time-retention.ts';

/** Keeps the contract of the port for the life of the process; what is past its retention is swept once a retention of stream time. */
export const inMemoryJoinBuffer = <K, V>(keys: Serde<K>, retentionMs: number): JoinBuffer<K, V> => {
  const identity = keyIdentity(keys);
  const byKey = new Map<unknown, Timestamped<V>[]>();
  const { observe, isExpired } = streamTimeRetention(retentionMs, () => {
    for (const [id, records] of byKey) {
      const kept = firstNotBefore(records, ({ timestamp }) => isExpired(timestamp));
      records.splice(0, kept);
      if (records.length === 0) byKey.delete(id);
    }
  });

  /** Where nearly every record goes. */
  const isAtEnd = (records: readonly Timestamped<V>[], timestamp: number): boolean =>
    (records.at(-1)?.timestamp ?? -1) <= timestamp;

  return {
    put: (key, value, timestamp) => {
      observe(timestamp);
      if (isExpired(timestamp)) return;
      const id = identity(key);
      const records = byKey.get(id);
      const record = { value, timestamp };
      if (records === undefined) byKey.set(id, [record]);
      else if (isAtEnd(records, timestamp)) records.push(record);
      else
        records.splice(
          firstNotBefore(records, (earlier) => earlier.timestamp <= timestamp),
          0,
          record,
        );
    },
    fetch: (key, from, to) =>
      (byKey.get(identity(key)) ?? []).filter(
        ({ timestamp }) => timestamp >= from && timestamp <= to && !isExpired(timestamp),
      ),
  };
};
