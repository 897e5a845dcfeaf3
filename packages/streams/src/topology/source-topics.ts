import { parentsOf, type TopologyNode } from './node.ts';

/**
 * Names of the source topics that each node's records come from, by the node's name.
 * @param nodes each after its parents
 */
export const sourceTopics = (nodes: readonly TopologyNode[]): ReadonlyMap<string, ReadonlySet<string>> => {
  const topics = new Map<string, ReadonlySet<string>>();
  for (const node of nodes) {
    const from = parentsOf(node).flatMap((parent) => [...(topics.get(parent.node) ?? [])]);
    topics.set(node.name, new Set(node.kind === 'source' ? [node.topic.name] : from));
  }
  return topics;
};
