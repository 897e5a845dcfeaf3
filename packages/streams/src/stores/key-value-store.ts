import type { Timestamped } from './timestamped.ts';

export interface KeyValueEntry<K, V> extends Timestamped<V> {
  readonly key: K;
}

/** The latest value of each key, by task. Keys are the same when their serialised bytes are, and ordered by those, unsigned. */
export interface KeyValueStore<K, V> {
  get(key: K): Timestamped<V> | undefined;
  put(key: K, value: V, timestamp: number): void;
  delete(key: K): void;
  /** Entries as they were when the iteration was asked for, whatever is written meanwhile; bounds inclusive. */
  range(from?: K, to?: K): IterableIterator<KeyValueEntry<K, V>>;
}
