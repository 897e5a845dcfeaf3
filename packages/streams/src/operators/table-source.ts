import type { KeyValueStore } from '../stores/key-value-store.ts';
import type { StoreDefinition } from '../stores/store-definition.ts';
import type { Receiver } from '../task/receiver.ts';
import type { NodeContext } from '../topology/node.ts';

/** Keeps the latest value of each key, by offset; a null deletes. A record without a key is left out (KTableSource). */
export const keepingTable =
  <K, V>(definition: StoreDefinition<KeyValueStore<K, V>>) =>
  (context: NodeContext): Receiver<K | null, V | null> => {
    const store = context.store(definition);
    const next = context.output<K, V | null>();
    return {
      receive: (key, value, timestamp) => {
        if (key === null) return context.drop('null-key', timestamp);
        const before = store.get(key);
        if (value === null) store.delete(key);
        else store.put(key, value, timestamp);
        next.receive(key, value, timestamp, before === undefined ? null : before.value);
      },
    };
  };
