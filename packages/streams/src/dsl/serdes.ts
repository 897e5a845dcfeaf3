import type { Serde } from '../serde/serde.ts';

/** What is known of how to write keys and values; either is unknown after a function has made new ones and none was named. */
export interface Serdes<K, V> {
  readonly key?: Serde<K> | undefined;
  readonly value?: Serde<V> | undefined;
}

/** Names how values are written from here on. */
export interface ValueOption<V> {
  readonly value?: Serde<V> | undefined;
}

/** Names how keys are written from here on. */
export interface KeyOption<K> {
  readonly key?: Serde<K> | undefined;
}

/** Stands for a serde that is missing, so that a topology can be declared to its end; it is never built. */
export const missing = <T>(): Serde<T> => {
  const fail = (): never => {
    throw new TypeError('a serde is missing');
  };
  return { serialize: fail, deserialize: fail };
};
