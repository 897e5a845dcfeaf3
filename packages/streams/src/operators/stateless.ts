import type { NodeContext } from '../topology/node.ts';
import type { Receiver } from '../task/receiver.ts';

export type Predicate<K, V> = (value: V, key: K) => boolean;

export const filtering =
  <K, V>(predicate: Predicate<K, V>) =>
  (context: NodeContext): Receiver<K, V> => {
    const next = context.output<K, V>();
    return {
      receive: (key, value, timestamp) => {
        if (predicate(value, key)) next.receive(key, value, timestamp);
      },
    };
  };

export const mapping =
  <K, V, K2, V2>(mapper: (value: V, key: K) => readonly [K2, V2]) =>
  (context: NodeContext): Receiver<K, V> => {
    const next = context.output<K2, V2>();
    return {
      receive: (key, value, timestamp) => {
        // By index: taking it apart as a pattern would ask it for an iterator.
        const mapped = mapper(value, key);
        next.receive(mapped[0], mapped[1], timestamp);
      },
    };
  };

export const mappingValues =
  <K, V, V2>(mapper: (value: V, key: K) => V2) =>
  (context: NodeContext): Receiver<K, V> => {
    const next = context.output<K, V2>();
    return { receive: (key, value, timestamp) => next.receive(key, mapper(value, key), timestamp) };
  };

export const flatMapping =
  <K, V, K2, V2>(mapper: (value: V, key: K) => Iterable<readonly [K2, V2]>) =>
  (context: NodeContext): Receiver<K, V> => {
    const next = context.output<K2, V2>();
    return {
      receive: (key, value, timestamp) => {
        for (const [newKey, newValue] of mapper(value, key)) next.receive(newKey, newValue, timestamp);
      },
    };
  };

export const flatMappingValues =
  <K, V, V2>(mapper: (value: V, key: K) => Iterable<V2>) =>
  (context: NodeContext): Receiver<K, V> => {
    const next = context.output<K, V2>();
    return {
      receive: (key, value, timestamp) => {
        for (const newValue of mapper(value, key)) next.receive(key, newValue, timestamp);
      },
    };
  };

export const selectingKey =
  <K, V, K2>(selector: (value: V, key: K) => K2) =>
  (context: NodeContext): Receiver<K, V> => {
    const next = context.output<K2, V>();
    return { receive: (key, value, timestamp) => next.receive(selector(value, key), value, timestamp) };
  };

export const peeking =
  <K, V>(look: (value: V, key: K) => void) =>
  (context: NodeContext): Receiver<K, V> => {
    const next = context.output<K, V>();
    return {
      receive: (key, value, timestamp) => {
        look(value, key);
        next.receive(key, value, timestamp);
      },
    };
  };

/** The first branch whose predicate holds takes the record; without one, the output after them. */
export const branching =
  <K, V>(predicates: readonly Predicate<K, V>[]) =>
  (context: NodeContext): Receiver<K, V> => {
    const branches = predicates.map((takes, index) => ({ takes, output: context.output<K, V>(index) }));
    const otherwise = context.output<K, V>(predicates.length);
    return {
      receive: (key, value, timestamp) => {
        for (const { takes, output } of branches)
          if (takes(value, key)) return output.receive(key, value, timestamp);
        otherwise.receive(key, value, timestamp);
      },
    };
  };
