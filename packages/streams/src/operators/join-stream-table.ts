import type { Receiver } from '../task/receiver.ts';
import type { NodeContext, TableView } from '../topology/node.ts';

export type ViewOf<K, V> = (context: NodeContext) => TableView<K, V>;

/** Each record of the stream with what the table holds for its key then; with a record's own time. The table's changes give nothing. */
export const joiningTable =
  <K, V, T, R>(view: ViewOf<K, T>, join: (value: V, other: T, key: K) => R) =>
  (context: NodeContext): Receiver<K | null, V | null> => {
    const table = view(context);
    const next = context.output<K, R>();
    return {
      receive: (key, value, timestamp) => {
        if (key === null) return context.drop('null-key', timestamp);
        if (value === null) return context.drop('null-value', timestamp);
        const other = table.get(key);
        if (other !== undefined) next.receive(key, join(value, other.value, key), timestamp);
      },
    };
  };

/** The same, with null where the table holds nothing, or the record has no key (KIP-962). */
export const leftJoiningTable =
  <K, V, T, R>(view: ViewOf<NonNullable<K>, T>, join: (value: V, other: T | null, key: K) => R) =>
  (context: NodeContext): Receiver<K, V | null> => {
    const table = view(context);
    const next = context.output<K, R>();
    return {
      receive: (key, value, timestamp) => {
        if (value === null) return context.drop('null-value', timestamp);
        const other = key === null || key === undefined ? undefined : table.get(key);
        next.receive(key, join(value, other === undefined ? null : other.value, key), timestamp);
      },
    };
  };

/** Each record with what a global table holds for the key that is taken from it. */
export const joiningGlobalTable =
  <K, V, GK, T, R>(
    view: ViewOf<GK, T>,
    keyOf: (value: V, key: K) => GK | null,
    join: (value: V, other: T, key: K) => R,
  ) =>
  (context: NodeContext): Receiver<K, V | null> => {
    const table = view(context);
    const next = context.output<K, R>();
    return {
      receive: (key, value, timestamp) => {
        if (value === null) return context.drop('null-value', timestamp);
        const mapped = keyOf(value, key);
        if (mapped === null) return context.drop('null-key', timestamp);
        const other = table.get(mapped);
        if (other !== undefined) next.receive(key, join(value, other.value, key), timestamp);
      },
    };
  };

/** The same, with null where the table holds nothing or no key can be taken. */
export const leftJoiningGlobalTable =
  <K, V, GK, T, R>(
    view: ViewOf<GK, T>,
    keyOf: (value: V, key: K) => GK | null,
    join: (value: V, other: T | null, key: K) => R,
  ) =>
  (context: NodeContext): Receiver<K, V | null> => {
    const table = view(context);
    const next = context.output<K, R>();
    return {
      receive: (key, value, timestamp) => {
        if (value === null) return context.drop('null-value', timestamp);
        const mapped = keyOf(value, key);
        const other = mapped === null ? undefined : table.get(mapped);
        next.receive(key, join(value, other === undefined ? null : other.value, key), timestamp);
      },
    };
  };
