import { compareStores } from './compare-stores.ts';
import { compareTopics } from './compare-topics.ts';
import type { NodeDescription, TopologyDescription } from './describe-topology.ts';
import type { CompatibleKind, TopologyChange, TopologyComparison } from './topology-change.ts';

/**
 * Names all differences between two versions of a topology that matter to one who runs the later on what the earlier has left: its
 * changelogs, its repartition topics and its committed offsets. Names that were made up for operators without a store mean nothing here.
 */
export const compareTopologies = (
  before: TopologyDescription,
  after: TopologyDescription,
): TopologyComparison => {
  const stores = compareStores(before, after);
  const topics = compareTopics(before, after);
  return {
    incompatible: [...stores.incompatible, ...topics.incompatible],
    compatible: [...stores.compatible, ...topics.compatible, ...compareStateless(before, after)],
  };
};

const compareStateless = (
  before: TopologyDescription,
  after: TopologyDescription,
): readonly TopologyChange<CompatibleKind>[] => {
  const [counted, countedAfter] = [statelessOperators(before), statelessOperators(after)];
  return [...new Set([...counted.keys(), ...countedAfter.keys()])].flatMap((operator) => {
    const [had, has] = [counted.get(operator) ?? 0, countedAfter.get(operator) ?? 0];
    const text = `There are ${has} operators ${operator} without a store of their own where there were ${had}.`;
    return had === has ? [] : [{ kind: 'stateless-changed', subject: operator, text }];
  });
};

/** How many operators of each sort bring no store. */
const statelessOperators = ({ subTopologies, global }: TopologyDescription): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const { nodes, stores } of [...subTopologies, global]) {
    const owners = new Set(stores.map(({ owner }) => owner));
    const isStateless = (node: NodeDescription): boolean => !owners.has(node.name);
    for (const node of nodes.filter(isStateless))
      if (node.kind === 'processor') counts.set(node.operator, (counts.get(node.operator) ?? 0) + 1);
  }
  return counts;
};
