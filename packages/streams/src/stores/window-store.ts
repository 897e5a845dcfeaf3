import type { Timestamped } from './timestamped.ts';

export interface WindowEntry<V> extends Timestamped<V> {
  /** Start of the window, ms. */
  readonly start: number;
}

/**
 * A value for each key and window start. Windows whose start is the retention or more behind the newest start ever put are gone:
 * reads don't see them and writes of them change nothing.
 */
export interface WindowStore<K, V> {
  get(key: K, start: number): Timestamped<V> | undefined;
  put(key: K, start: number, value: V, timestamp: number): void;
  /** Windows of a key that start within the bounds, inclusive; ascending, or the latest first. As they were when asked for. */
  fetch(key: K, from: number, to: number, order?: 'ascending' | 'descending'): readonly WindowEntry<V>[];
}
