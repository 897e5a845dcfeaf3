import type { Serde } from '../serde/serde.ts';
import type { Graph } from '../topology/graph.ts';

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

/** The serde, or a report that it is missing and a stand-in, so that a topology can be declared to its end; such a one is never built. */
export const neededSerde = <T>(
  graph: Pick<Graph, 'report'>,
  serde: Serde<T> | undefined,
  what: 'key' | 'value',
  name: string,
): Serde<T> => {
  if (serde) return serde;
  graph.report(`${name} needs to know how its ${what}s are written: name a serde where they are made`);
  const fail = (): never => {
    throw new TypeError('a serde is missing');
  };
  return { serialize: fail, deserialize: fail };
};
