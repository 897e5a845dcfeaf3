/** A value and the time it is of: that of the newest record that went into it. */
export interface Timestamped<V> {
  readonly value: V;
  /** In ms since the epoch. */
  readonly timestamp: number;
}
