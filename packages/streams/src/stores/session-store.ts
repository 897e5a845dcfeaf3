export interface SessionEntry<V> {
  /** Time of its first record, ms. */
  readonly start: number;
  /** Time of its last record, ms. */
  readonly end: number;
  readonly value: V;
}

/** A value for each key and session. Sessions whose end is the retention or more behind the newest end ever put are gone. */
export interface SessionStore<K, V> {
  /** Sessions of a key with an end at or after the one bound and a start at or before the other, in order of their ends. As they were when asked for. */
  find(key: K, earliestEnd: number, latestStart: number): readonly SessionEntry<V>[];
  put(key: K, session: SessionEntry<V>): void;
  remove(key: K, start: number, end: number): void;
}
