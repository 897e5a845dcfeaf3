import type { Serde } from '../serde/serde.ts';
import type { Parent } from '../topology/node.ts';

/** Records of which those of a key are in one partition, in their order. Such as have no key are still among them. */
export interface KeyedRecords<K, V> {
  readonly parents: readonly Parent[];
  readonly key: Serde<K>;
  /** Asked for only by what writes values. */
  readonly value: () => Serde<V>;
}
