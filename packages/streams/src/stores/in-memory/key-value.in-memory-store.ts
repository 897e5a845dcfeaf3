import type { Serde } from '../../serde/serde.ts';
import type { KeyValueEntry, KeyValueStore } from '../key-value-store.ts';
import { keyIdentity, orderedText } from './key-identity.ts';

/** Keeps the contract of the port for the life of the process. Values are kept as they are given: whoever changes one in place changes the store. */
export const inMemoryKeyValueStore = <K, V>(keys: Serde<K>): KeyValueStore<K, V> => {
  const identity = keyIdentity(keys);
  const entries = new Map<unknown, KeyValueEntry<K, V>>();
  let sorted: readonly { readonly text: string; readonly id: unknown }[] | undefined;

  const inOrder = () =>
    (sorted ??= [...entries]
      .map(([id, { key }]) => ({ text: orderedText(keys, key), id }))
      .toSorted((a, b) => (a.text < b.text ? -1 : 1)));

  return {
    get: (key) => entries.get(identity(key)),
    put: (key, value, timestamp) => {
      const id = identity(key);
      const before = entries.size;
      entries.set(id, { key, value, timestamp });
      if (entries.size !== before) sorted = undefined;
    },
    delete: (key) => {
      if (entries.delete(identity(key))) sorted = undefined;
    },
    range: (from, to) => {
      const least = from === undefined ? '' : orderedText(keys, from);
      const most = to === undefined ? undefined : orderedText(keys, to);
      const found: KeyValueEntry<K, V>[] = [];
      for (const { text, id } of inOrder()) {
        if (text < least) continue;
        if (most !== undefined && text > most) break;
        const entry = entries.get(id);
        if (entry) found.push(entry);
      }
      return found.values();
    },
  };
};
