import type { Serde } from '../../serde/serde.ts';
import type { WindowEntry, WindowStore } from '../window-store.ts';
import { keyIdentity } from './key-identity.ts';
import { firstNotBefore } from './sorted-position.ts';
import { streamTimeRetention } from './stream-time-retention.ts';

/** Keeps the contract of the port for the life of the process; what is past its retention is swept once a retention of stream time. */
export const inMemoryWindowStore = <K, V>(keys: Serde<K>, retentionMs: number): WindowStore<K, V> => {
  const identity = keyIdentity(keys);
  const byKey = new Map<unknown, WindowEntry<V>[]>();
  const position = (windows: readonly WindowEntry<V>[], start: number): number => {
    const last = windows.at(-1);
    // Nearly every record is of one of the newest windows.
    if (last === undefined || last.start < start) return windows.length;
    return last.start === start
      ? windows.length - 1
      : firstNotBefore(windows, (window) => window.start < start);
  };

  const { observe, isExpired } = streamTimeRetention(retentionMs, () => {
    for (const [id, windows] of byKey) {
      const kept = firstNotBefore(windows, ({ start }) => isExpired(start));
      windows.splice(0, kept);
      if (windows.length === 0) byKey.delete(id);
    }
  });

  return {
    get: (key, start) => {
      if (isExpired(start)) return undefined;
      const windows = byKey.get(identity(key));
      if (windows === undefined) return undefined;
      const found = windows[position(windows, start)];
      return found?.start === start ? found : undefined;
    },
    put: (key, start, value, timestamp) => {
      observe(start);
      if (isExpired(start)) return;
      const id = identity(key);
      let windows = byKey.get(id);
      if (windows === undefined) byKey.set(id, (windows = []));
      const at = position(windows, start);
      const entry = { start, value, timestamp };
      if (at === windows.length) windows.push(entry);
      else windows.splice(at, windows[at]?.start === start ? 1 : 0, entry);
    },
    fetch: (key, from, to, order = 'ascending') => {
      const windows = byKey.get(identity(key)) ?? [];
      const found = windows.filter(({ start }) => start >= from && start <= to && !isExpired(start));
      return order === 'ascending' ? found : found.toReversed();
    },
  };
};
