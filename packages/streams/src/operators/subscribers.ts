import type { Serde } from '../serde/serde.ts';
import type { KeyValueStore } from '../stores/key-value-store.ts';

/** A left row that points to a right one. */
export interface Subscriber<K> {
  readonly key: K;
  readonly hash: Uint8Array | null;
}

/** Who points to which right row, in a store of bytes: the length of the foreign key as an unsigned 32-bit integer, big-endian, the foreign key, the left key. */
export interface Subscribers<FK, K> {
  add(foreignKey: FK, subscriber: Subscriber<K>, timestamp: number): void;
  remove(foreignKey: FK, key: K): void;
  /** In order of their keys' bytes. */
  of(foreignKey: FK): Iterable<Subscriber<K>>;
}

const none = new Uint8Array();

export const subscribersIn = <FK, K>(
  store: KeyValueStore<Uint8Array, Uint8Array>,
  foreignKeys: Serde<FK>,
  keys: Serde<K>,
): Subscribers<FK, K> => {
  const prefixOf = (foreignKey: FK): Uint8Array => {
    const of = foreignKeys.serialize(foreignKey) ?? none;
    const prefix = new Uint8Array(4 + of.length);
    new DataView(prefix.buffer).setUint32(0, of.length);
    prefix.set(of, 4);
    return prefix;
  };
  const placeOf = (foreignKey: FK, key: K): Uint8Array => {
    const prefix = prefixOf(foreignKey);
    const of = keys.serialize(key) ?? none;
    const place = new Uint8Array(prefix.length + of.length);
    place.set(prefix);
    place.set(of, prefix.length);
    return place;
  };

  return {
    add: (foreignKey, { key, hash }, timestamp) =>
      store.put(placeOf(foreignKey, key), hash ?? none, timestamp),
    remove: (foreignKey, key) => store.delete(placeOf(foreignKey, key)),
    *of(foreignKey) {
      const prefix = prefixOf(foreignKey);
      for (const { key: place, value } of store.range(prefix, after(prefix))) {
        if (prefix.some((byte, index) => place[index] !== byte)) continue;
        const hash = value.length === 0 ? null : value;
        yield { key: keys.deserialize(place.subarray(prefix.length)), hash };
      }
    },
  };
};

/** The least bytes behind all that begin with the prefix; the prefix begins with a length, so some byte of it can grow. */
const after = (prefix: Uint8Array): Uint8Array => {
  let last = prefix.length - 1;
  while (last > 0 && prefix[last] === 0xff) last -= 1;
  const bytes = prefix.slice(0, last + 1);
  bytes[last] = (bytes[last] ?? 0) + 1;
  return bytes;
};
