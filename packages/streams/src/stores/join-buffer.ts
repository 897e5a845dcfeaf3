import type { Timestamped } from './timestamped.ts';

/** Records of one side of a stream-stream join, several of one key and time included, for as long as they may meet one of the other side. */
export interface JoinBuffer<K, V> {
  /** Does nothing for a record whose time is the retention or more behind the newest that was ever put. */
  put(key: K, value: V, timestamp: number): void;
  /** Records of a key with times within the bounds, inclusive, in order of time and then of arrival. As they were when asked for. */
  fetch(key: K, from: number, to: number): readonly Timestamped<V>[];
}

export type JoinSide = 'left' | 'right';

export interface UnmatchedEntry<K, V> {
  readonly key: K;
  readonly timestamp: number;
  readonly side: JoinSide;
  /** In the order of their arrival: several records may have one key, time and side. */
  readonly values: readonly V[];
}

/** Records of an outer join that have met none yet, in order of time, right before left, then key bytes. */
export interface UnmatchedBuffer<K, V> {
  add(key: K, timestamp: number, side: JoinSide, value: V): void;
  /** Forgets all of that key, time and side: one of them has met a record. */
  remove(key: K, timestamp: number, side: JoinSide): void;
  /** As they were when asked for. */
  all(): IterableIterator<UnmatchedEntry<K, V>>;
}
