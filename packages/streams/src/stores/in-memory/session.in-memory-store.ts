import type { Serde } from '../../serde/serde.ts';
import type { SessionEntry, SessionStore } from '../session-store.ts';
import { keyIdentity } from './key-identity.ts';
import { streamTimeRetention } from './stream-time-retention.ts';

/** Keeps the contract of the port for the life of the process; what is past its retention is swept once a retention of stream time. */
export const inMemorySessionStore = <K, V>(keys: Serde<K>, retentionMs: number): SessionStore<K, V> => {
  const identity = keyIdentity(keys);
  const byKey = new Map<unknown, SessionEntry<V>[]>();
  const { observe, isExpired } = streamTimeRetention(retentionMs, () => {
    for (const [id, found] of byKey) {
      const kept = found.filter(({ end }) => !isExpired(end));
      if (kept.length === 0) byKey.delete(id);
      else byKey.set(id, kept);
    }
  });
  const without = (id: unknown, start: number, end: number): SessionEntry<V>[] =>
    (byKey.get(id) ?? []).filter((session) => session.start !== start || session.end !== end);

  return {
    find: (key, earliestEnd, latestStart) =>
      (byKey.get(identity(key)) ?? []).filter(
        ({ start, end }) => end >= earliestEnd && start <= latestStart && !isExpired(end),
      ),
    put: (key, session) => {
      observe(session.end);
      if (isExpired(session.end)) return;
      const id = identity(key);
      const sessions = [...without(id, session.start, session.end), session];
      byKey.set(
        id,
        sessions.toSorted((a, b) => a.end - b.end || a.start - b.start),
      );
    },
    remove: (key, start, end) => {
      const id = identity(key);
      const kept = without(id, start, end);
      if (kept.length === 0) byKey.delete(id);
      else byKey.set(id, kept);
    },
  };
};
