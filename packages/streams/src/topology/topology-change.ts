/** What makes state or records in flight of the version before useless or wrong for the one after. */
export type IncompatibleKind =
  | 'store-removed'
  | 'store-renamed'
  | 'store-kind-changed'
  | 'store-moved'
  | 'retention-lowered'
  | 'operator-changed'
  | 'setting-changed'
  | 'partitions-changed'
  | 'repartition-topic-removed';

export type CompatibleKind =
  | 'store-added'
  | 'retention-raised'
  | 'partitions-changed'
  | 'repartition-topic-added'
  | 'topic-added'
  | 'topic-removed'
  | 'stateless-changed';

/** One difference between two versions of a topology. */
export interface TopologyChange<Kind extends string = string> {
  readonly kind: Kind;
  /** The store, topic or operator that it is about. */
  readonly subject: string;
  /** A sentence for whoever is about to release it. */
  readonly text: string;
}

export interface TopologyComparison {
  /** Needs a new application id, a reset, or a name kept. */
  readonly incompatible: readonly TopologyChange<IncompatibleKind>[];
  readonly compatible: readonly TopologyChange<CompatibleKind>[];
}
