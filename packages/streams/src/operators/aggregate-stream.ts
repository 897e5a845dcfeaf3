import type { KeyValueStore } from '../stores/key-value-store.ts';
import type { StoreDefinition } from '../stores/store-definition.ts';
import type { Receiver } from '../task/receiver.ts';
import type { NodeContext } from '../topology/node.ts';
import type { Aggregation } from './aggregator.ts';

/** Aggregates a grouped stream by key; a record without key or value is left out (KStreamAggregate). */
export const aggregatingStream =
  <K, V, A>(definition: StoreDefinition<KeyValueStore<K, A>>, { initial, add }: Aggregation<K, V, A>) =>
  (context: NodeContext): Receiver<K | null, V | null> => {
    const store = context.store(definition);
    const next = context.output<K, A | null>();
    return {
      receive: (key, value, timestamp) => {
        if (key === null) return context.drop('null-key', timestamp);
        if (value === null) return context.drop('null-value', timestamp);
        const before = store.get(key);
        const aggregate = add(before === undefined ? initial() : before.value, value, key);
        const time = before === undefined ? timestamp : Math.max(timestamp, before.timestamp);
        store.put(key, aggregate, time);
        next.receive(key, aggregate, time, before === undefined ? null : before.value);
      },
    };
  };

/** The first value of a key stands as it is, each later one is reduced into it (KStreamReduce). */
export const reducingStream =
  <K, V>(definition: StoreDefinition<KeyValueStore<K, V>>, reduce: (reduced: V, value: V, key: K) => V) =>
  (context: NodeContext): Receiver<K | null, V | null> => {
    const store = context.store(definition);
    const next = context.output<K, V | null>();
    return {
      receive: (key, value, timestamp) => {
        if (key === null) return context.drop('null-key', timestamp);
        if (value === null) return context.drop('null-value', timestamp);
        const before = store.get(key);
        const reduced = before === undefined ? value : reduce(before.value, value, key);
        const time = before === undefined ? timestamp : Math.max(timestamp, before.timestamp);
        store.put(key, reduced, time);
        next.receive(key, reduced, time, before === undefined ? null : before.value);
      },
    };
  };
