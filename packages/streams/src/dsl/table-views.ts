import type { TableView } from '../topology/node.ts';

/** What is made of another view's values, where anything is. */
export const mappedView = <K, V, V2>(
  of: TableView<K, V>,
  make: (value: V, key: K) => V2 | null,
): TableView<K, V2> => ({
  get: (key) => {
    const found = of.get(key);
    const value = found === undefined ? null : make(found.value, key);
    return found === undefined || value === null ? undefined : { value, timestamp: found.timestamp };
  },
});

/** What two views come to together, with the later time of the two. */
export const joinedView = <K, L, R, J>(
  ofLeft: TableView<K, L>,
  ofRight: TableView<K, R>,
  join: (left: L | null, right: R | null, key: K) => J | null,
): TableView<K, J> => ({
  get: (key) => {
    const left = ofLeft.get(key);
    const right = ofRight.get(key);
    const value = join(left ? left.value : null, right ? right.value : null, key);
    return value === null
      ? undefined
      : { value, timestamp: Math.max(left?.timestamp ?? -1, right?.timestamp ?? -1) };
  },
});
