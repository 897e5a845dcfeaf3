import type { KeyValueStore } from '../stores/key-value-store.ts';
import type { StoreDefinition } from '../stores/store-definition.ts';
import type { Timestamped } from '../stores/timestamped.ts';
import type { Receiver } from '../task/receiver.ts';
import type { NodeContext } from '../topology/node.ts';
import type { Aggregation } from './aggregator.ts';

/**
 * Keeps an aggregate of each key's records, with the latest of their times; a record without key or value is left out
 * (KStreamAggregate, KStreamReduce).
 * @param fold makes the next aggregate; undefined stands before a key's first record
 */
const folding =
  <K, V, A>(
    definition: StoreDefinition<KeyValueStore<K, A>>,
    fold: (before: Timestamped<A> | undefined, value: V, key: K) => A,
  ) =>
  (context: NodeContext): Receiver<K | null, V | null> => {
    const store = context.store(definition);
    const next = context.output<K, A | null>();
    return {
      receive: (key, value, timestamp) => {
        if (key === null) return context.drop('null-key', timestamp);
        if (value === null) return context.drop('null-value', timestamp);
        const before = store.get(key);
        const aggregate = fold(before, value, key);
        const time = before === undefined ? timestamp : Math.max(timestamp, before.timestamp);
        store.put(key, aggregate, time);
        next.receive(key, aggregate, time, before === undefined ? null : before.value);
      },
    };
  };

export const aggregatingStream = <K, V, A>(
  definition: StoreDefinition<KeyValueStore<K, A>>,
  { initial, add }: Aggregation<K, V, A>,
) =>
  folding<K, V, A>(definition, (before, value, key) =>
    add(before === undefined ? initial() : before.value, value, key),
  );

/** The first value of a key stands as it is, each later one is reduced into it. */
export const reducingStream = <K, V>(
  definition: StoreDefinition<KeyValueStore<K, V>>,
  reduce: (reduced: V, value: V, key: K) => V,
) =>
  folding<K, V, V>(definition, (before, value, key) =>
    before === undefined ? value : reduce(before.value, value, key),
  );
