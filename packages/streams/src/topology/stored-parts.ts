import type {
  PartDescription,
  ProcessorDescription,
  StoreDescription,
  TopologyDescription,
} from './describe-topology.ts';

/** A store with what its contents depend on. */
export interface StoredPart {
  readonly store: StoreDescription;
  /** Undefined where every task holds it whole. */
  readonly subTopology: number | undefined;
  readonly operator: string;
  readonly settings: ProcessorDescription['settings'];
}

/** All stores by their names. */
export const storedParts = ({
  subTopologies,
  global,
}: TopologyDescription): ReadonlyMap<string, StoredPart> =>
  new Map([...subTopologies.flatMap((part) => partsOf(part, part.id)), ...partsOf(global, undefined)]);

const partsOf = (
  { nodes, stores }: PartDescription,
  subTopology: number | undefined,
): readonly (readonly [string, StoredPart])[] =>
  stores.map((store) => {
    const owner = nodes.find(({ name }) => name === store.owner);
    const { operator, settings } = owner?.kind === 'processor' ? owner : { operator: '', settings: {} };
    return [store.name, { store, subTopology, operator, settings }];
  });

/** Names of the settings that differ, those that only one has among them. */
export const changedSettings = (
  { settings: one }: StoredPart,
  { settings: other }: StoredPart,
): readonly string[] =>
  [...new Set([...Object.keys(one), ...Object.keys(other)])].filter((name) => one[name] !== other[name]);
