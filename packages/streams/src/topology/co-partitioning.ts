import { storesOf } from './node.ts';
import { sourceTopics } from './source-topics.ts';
import type { Topology } from './topology.ts';

/** A node at which records of several topics meet by their keys. */
export interface Meeting {
  readonly node: string;
  readonly operator: string;
  readonly place: string;
}

/** Source topics of which the records of a key have to be in partitions of one number, so that their counts have to be equal. */
export interface CoPartitionedTopics {
  readonly topics: readonly string[];
  /** The nodes that ask for it; none where the topic is alone. */
  readonly meetings: readonly Meeting[];
}

/**
 * All source topics but global ones, each in one group: two are in one when what is made of them is joined or kept in one store. Topics
 * that are only merged are not, since nothing is looked up by their keys.
 */
export const coPartitionedTopics = (topology: Topology): readonly CoPartitionedTopics[] => {
  const nodes = topology.subTopologies.flatMap((part) => part.nodes);
  const owned = new Set(topology.subTopologies.flatMap((part) => part.stores.map(({ name }) => name)));
  const above = sourceTopics(nodes);
  const fed = new Map<string, ReadonlySet<string>>();
  for (const node of nodes)
    for (const { name } of storesOf(node))
      if (owned.has(name))
        fed.set(name, new Set([...(fed.get(name) ?? []), ...(above.get(node.name) ?? [])]));

  // Each topic is at first alone; a store makes one group of all groups that feed it, in the place of the first.
  let groups: (readonly string[])[] = nodes.flatMap((node) =>
    node.kind === 'source' ? [[node.topic.name]] : [],
  );
  for (const topics of fed.values()) {
    const met = groups.filter((group) => group.some((topic) => topics.has(topic)));
    const [first] = met;
    groups = groups.flatMap((group) => (group === first ? [met.flat()] : met.includes(group) ? [] : [group]));
  }

  const meetings = nodes.flatMap((node) => {
    if (node.kind !== 'processor') return [];
    const [topic, ...others] = new Set(node.stores.flatMap(({ name }) => [...(fed.get(name) ?? [])]));
    const { name, operator, place } = node;
    return others.length > 0 ? [{ topic, meeting: { node: name, operator, place } }] : [];
  });
  return groups.map((topics) => ({
    topics,
    meetings: meetings.flatMap(({ topic, meeting }) =>
      topic !== undefined && topics.includes(topic) ? [meeting] : [],
    ),
  }));
};
