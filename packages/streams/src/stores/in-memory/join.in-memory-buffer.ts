import type { Serde } from '../../serde/serde.ts';
import type { JoinBuffer } from '../join-buffer.ts';
import type { Timestamped } from '../timestamped.ts';
import { keyIdentity } from './key-identity.ts';
import { firstNotBefore } from './sorted-position.ts';

/** Keeps the contract of the port for the life of the process; what is past its retention is swept once a retention of stream time. */
export const inMemoryJoinBuffer = <K, V>(keys: Serde<K>, retentionMs: number): JoinBuffer<K, V> => {
  const identity = keyIdentity(keys);
  const byKey = new Map<unknown, Timestamped<V>[]>();
  let newest = -1;
  let sweptAt = -1;

  const isExpired = (timestamp: number): boolean => timestamp <= newest - retentionMs;
  const sweep = (): void => {
    if (newest - sweptAt < retentionMs) return;
    sweptAt = newest;
    for (const [id, records] of byKey) {
      records.splice(
        0,
        firstNotBefore(records, ({ timestamp }) => isExpired(timestamp)),
      );
      if (records.length === 0) byKey.delete(id);
    }
  };

  return {
    put: (key, value, timestamp) => {
      if (timestamp > newest) {
        newest = timestamp;
        sweep();
      }
      if (isExpired(timestamp)) return;
      const id = identity(key);
      const records = byKey.get(id);
      if (records === undefined) byKey.set(id, [{ value, timestamp }]);
      else
        records.splice(
          firstNotBefore(records, (record) => record.timestamp <= timestamp),
          0,
          { value, timestamp },
        );
    },
    fetch: (key, from, to) =>
      (byKey.get(identity(key)) ?? []).filter(
        ({ timestamp }) => timestamp >= from && timestamp <= to && !isExpired(timestamp),
      ),
  };
};
