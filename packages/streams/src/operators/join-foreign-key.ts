import { sameBytes } from '../serde/same-bytes.ts';
import type { Serde } from '../serde/serde.ts';
import { valueHash } from '../serde/value-hash.ts';
import type { KeyValueStore } from '../stores/key-value-store.ts';
import type { StoreDefinition } from '../stores/store-definition.ts';
import type { Receiver } from '../task/receiver.ts';
import type { NodeContext } from '../topology/node.ts';
import type { Subscription, SubscriptionAnswer, SubscriptionInstruction } from './foreign-key-messages.ts';
import type { ViewOf } from './join-stream-table.ts';
import { subscribersIn } from './subscribers.ts';

/** Tells two values apart by their bytes. */
const hashOf = <V>(values: Serde<V>, value: V | null): Uint8Array | null => {
  const bytes = value === null ? null : values.serialize(value);
  return bytes === null ? null : valueHash(bytes);
};

export interface ForeignKeys<K, V, FK> {
  readonly foreignKey: (value: V, key: K) => FK | null;
  readonly keys: Serde<FK>;
  readonly values: Serde<V>;
  readonly isLeft: boolean;
}

/** Each change of a left row as what the owners of the rows that it points or pointed to have to do (SubscriptionSendProcessorSupplier). */
export const subscribing =
  <K, V, FK>({ foreignKey, keys, values, isLeft }: ForeignKeys<K, V, FK>) =>
  (context: NodeContext): Receiver<K, V | null> => {
    const next = context.output<FK | null, Subscription<K>>();
    return {
      receive: (key, value, timestamp, old = null) => {
        const before = old === null ? null : foreignKey(old, key);
        const now = value === null ? null : foreignKey(value, key);
        const hash = hashOf(values, value);
        const tell = (to: FK | null, instruction: SubscriptionInstruction): void =>
          next.receive(to, { instruction, hash, key }, timestamp);
        const isSame =
          before !== null && now !== null && sameBytes(keys.serialize(before), keys.serialize(now));

        if (isLeft) {
          if (before !== null && !isSame) tell(before, 'leave');
          if (value !== null || old !== null) tell(now, 'join-and-answer');
        } else if (now === null) {
          if (before !== null) tell(before, 'leave-and-answer');
          else if (value !== null || old !== null) context.drop('null-key', timestamp);
        } else if (before === null || isSame) {
          tell(now, 'join-and-answer-if-found');
        } else {
          tell(before, 'leave');
          // What the former row gave has to go, whether there is a new one or not.
          tell(now, 'join-and-answer');
        }
      },
    };
  };

export interface Subscribed<FK, K> {
  readonly store: StoreDefinition<KeyValueStore<Uint8Array, Uint8Array>>;
  readonly foreignKeys: Serde<FK>;
  readonly keys: Serde<K>;
}

/** Keeps who points to a right row and answers with the row (SubscriptionReceiveProcessorSupplier, SubscriptionJoinProcessorSupplier). */
export const answering =
  <FK, K, T>({ store, foreignKeys, keys }: Subscribed<FK, K>, right: ViewOf<FK, T>) =>
  (context: NodeContext): Receiver<FK | null, Subscription<K>> => {
    const subscribers = subscribersIn(context.store(store), foreignKeys, keys);
    const rows = right(context);
    const next = context.output<K, SubscriptionAnswer<T>>();
    return {
      receive: (foreignKey, { instruction, hash, key }, timestamp) => {
        const isLeaving = instruction === 'leave' || instruction === 'leave-and-answer';
        if (foreignKey !== null) {
          if (isLeaving || hash === null) subscribers.remove(foreignKey, key);
          else subscribers.add(foreignKey, { key, hash }, timestamp);
        }
        if (instruction === 'leave') return;
        const row = foreignKey === null ? undefined : rows.get(foreignKey);
        if (instruction === 'join-and-answer-if-found' && row === undefined) return;
        const time = row === undefined ? timestamp : Math.max(timestamp, row.timestamp);
        const value = isLeaving || row === undefined ? null : row.value;
        next.receive(key, { hash, value }, time);
      },
    };
  };

/** Each change of a right row, with its own time, to all who point to it (ForeignTableJoinProcessorSupplier). */
export const fanningOut =
  <FK, K, T>({ store, foreignKeys, keys }: Subscribed<FK, K>) =>
  (context: NodeContext): Receiver<FK, T | null> => {
    const subscribers = subscribersIn(context.store(store), foreignKeys, keys);
    const next = context.output<K, SubscriptionAnswer<T>>();
    return {
      receive: (foreignKey, value, timestamp) => {
        for (const { key, hash } of subscribers.of(foreignKey)) next.receive(key, { hash, value }, timestamp);
      },
    };
  };

/** Joins an answer with the left row it was asked for; one that was asked for another value is stale, and goes no further (ResponseJoinProcessorSupplier). */
export const resolving =
  <K, V, T, R>(left: ViewOf<K, V>, values: Serde<V>, join: (value: V, other: T | null, key: K) => R | null) =>
  (context: NodeContext): Receiver<K, SubscriptionAnswer<T>> => {
    const rows = left(context);
    const next = context.output<K, R | null>();
    return {
      receive: (key, { hash, value }, timestamp) => {
        const row = rows.get(key);
        const current = row === undefined ? null : row.value;
        if (!sameBytes(hash, hashOf(values, current))) return;
        next.receive(key, current === null ? null : join(current, value, key), timestamp);
      },
    };
  };
