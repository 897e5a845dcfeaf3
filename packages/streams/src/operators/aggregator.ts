/** How records of a group become one value. */
export interface Aggregation<K, V, A> {
  /** What a group is before its first record. */
  readonly initial: () => A;
  /** Makes a new value, and leaves the given one as it is. */
  readonly add: (aggregate: A, value: V, key: K) => A;
}

export const counting: Aggregation<unknown, unknown, number> = {
  initial: () => 0,
  add: (count) => count + 1,
};
