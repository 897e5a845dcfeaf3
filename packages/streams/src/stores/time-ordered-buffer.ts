/** A change that is held back, and where it came from. */
export interface BufferedChange<K, V> {
  readonly key: K;
  readonly value: V | null;
  /** What was last let through, or stood before the first change that was held back. */
  readonly old: V | null;
  readonly timestamp: number;
}

/**
 * Changes that wait for a time, one a key: a newer one of a key takes the place of the older, and its time. In order of time, then of
 * key bytes.
 */
export interface TimeOrderedBuffer<K, V> {
  readonly size: number;
  /** Keeps the time at which the key came in, and its first old value. */
  put(time: number, change: BufferedChange<K, V>): void;
  /** The time of the first, or undefined where nothing waits. */
  firstTime(): number | undefined;
  /** Takes the first out. */
  shift(): BufferedChange<K, V> | undefined;
}
