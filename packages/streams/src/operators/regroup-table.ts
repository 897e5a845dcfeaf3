import type { KeyValueStore } from '../stores/key-value-store.ts';
import type { StoreDefinition } from '../stores/store-definition.ts';
import type { Serde } from '../serde/serde.ts';
import type { Receiver } from '../task/receiver.ts';
import type { NodeContext } from '../topology/node.ts';
import type { Aggregation } from './aggregator.ts';
import { sameBytes } from '../serde/same-bytes.ts';

/** A change of one group: a member that leaves it, one that comes, or both. */
export interface GroupChange<V> {
  readonly removed: V | null;
  readonly added: V | null;
}

/** Each change of a table as changes of the groups it is about: of one where the group stays, else first of that which loses, then of that which gains (KTableRepartitionMap, KIP-904). */
export const regrouping =
  <K, V, K2, V2>(group: (value: V, key: K) => readonly [K2 | null, V2 | null], keys: Serde<K2>) =>
  (context: NodeContext): Receiver<K, V | null> => {
    const next = context.output<K2, GroupChange<V2>>();
    const nothing = [null, null] as const;
    return {
      receive: (key, value, timestamp, old) => {
        const [newKey, added] = value === null ? nothing : group(value, key);
        const [oldKey, removed] = old === null || old === undefined ? nothing : group(old, key);
        const isGained = newKey !== null && added !== null;
        const isLost = oldKey !== null && removed !== null;
        if (isGained && isLost && sameBytes(keys.serialize(oldKey), keys.serialize(newKey)))
          return next.receive(newKey, { removed, added }, timestamp);
        if (isLost) next.receive(oldKey, { removed, added: null }, timestamp);
        if (isGained) next.receive(newKey, { removed: null, added }, timestamp);
      },
    };
  };

export interface TableAggregation<K, V, A> extends Aggregation<K, V, A> {
  readonly subtract: (aggregate: A, value: V, key: K) => A;
}

/** Takes what left a group out of its aggregate, then what came into it (KTableAggregate). */
export const aggregatingTable =
  <K, V, A>(
    definition: StoreDefinition<KeyValueStore<K, A>>,
    { initial, add, subtract }: TableAggregation<K, V, A>,
  ) =>
  (context: NodeContext): Receiver<K, GroupChange<V>> => {
    const store = context.store(definition);
    const next = context.output<K, A | null>();
    return {
      receive: (key, { removed, added }, timestamp) => {
        const before = store.get(key);
        const old = before === undefined ? null : before.value;
        let aggregate = old;
        if (removed !== null && aggregate !== null) aggregate = subtract(aggregate, removed, key);
        if (added !== null) aggregate = add(aggregate ?? initial(), added, key);
        if (aggregate === null) return;
        const time = before === undefined ? timestamp : Math.max(timestamp, before.timestamp);
        store.put(key, aggregate, time);
        next.receive(key, aggregate, time, old);
      },
    };
  };
