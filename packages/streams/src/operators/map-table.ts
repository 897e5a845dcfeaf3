import type { KeyValueStore } from '../stores/key-value-store.ts';
import type { StoreDefinition } from '../stores/store-definition.ts';
import type { Receiver } from '../task/receiver.ts';
import type { NodeContext } from '../topology/node.ts';

/**
 * Each change of a table as a change of what is made of its values; null where nothing is made. A change from nothing to nothing goes no
 * further (KTableFilter, KTableMapValues). With a store it keeps what it made.
 */
export const mappingTable =
  <K, V, V2>(
    make: (value: V, key: K) => V2 | null,
    definition: StoreDefinition<KeyValueStore<K, V2>> | undefined,
  ) =>
  (context: NodeContext): Receiver<K, V | null> => {
    const next = context.output<K, V2 | null>();
    const store = definition && context.store(definition);
    return {
      receive: (key, value, timestamp, old) => {
        const made = value === null ? null : make(value, key);
        const before = store
          ? store.get(key)?.value
          : old === null || old === undefined
            ? null
            : make(old, key);
        if (made === null) store?.delete(key);
        else store?.put(key, made, timestamp);
        if (made !== null || (before ?? null) !== null) next.receive(key, made, timestamp, before ?? null);
      },
    };
  };
