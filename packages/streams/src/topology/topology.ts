import type { StoreDefinition } from '../stores/store-definition.ts';
import { parentsOf, storesOf, type SinkNode, type SourceNode, type TopologyNode } from './node.ts';

/** Nodes that are joined by their edges or by a store: one task runs them for one partition of all their sources. */
export interface SubTopology {
  readonly id: number;
  /** In an order in which each comes after its parents. */
  readonly nodes: readonly TopologyNode[];
  readonly sources: readonly SourceNode[];
  readonly sinks: readonly SinkNode[];
  /** Its own; those of global tables that it looks into are not among them. */
  readonly stores: readonly StoreDefinition[];
}

/** What is computed from what, as a value: nothing runs, and nothing is known of a broker. */
export interface Topology {
  readonly nodes: readonly TopologyNode[];
  readonly subTopologies: readonly SubTopology[];
  /** Topics that every task reads whole; their tables belong to no sub-topology. */
  readonly globalNodes: readonly TopologyNode[];
}

const isDefined = <T>(value: T | undefined): value is T => value !== undefined;

/** @param nodes each after its parents */
export const topologyOf = (nodes: readonly TopologyNode[]): Topology => {
  const global = new Set<string>();
  for (const node of nodes) {
    const isGlobal =
      node.kind === 'source'
        ? node.role === 'global'
        : parentsOf(node).some((parent) => global.has(parent.node));
    if (isGlobal) global.add(node.name);
  }
  const local = nodes.filter(({ name }) => !global.has(name));
  const globalStores = new Set(
    nodes.filter(({ name }) => global.has(name)).flatMap((node) => storesOf(node).map(({ name }) => name)),
  );

  const joined = new Map<string, string>();
  const root = (item: string): string => {
    const up = joined.get(item) ?? item;
    return up === item ? item : root(up);
  };
  const join = (a: string, b: string): void => void joined.set(root(b), root(a));
  for (const node of local) {
    for (const parent of parentsOf(node)) join(`node ${parent.node}`, `node ${node.name}`);
    for (const store of storesOf(node))
      if (!globalStores.has(store.name)) join(`node ${node.name}`, `store ${store.name}`);
    // One topic read twice is read by one task: its partitions can't be dealt out twice.
    if (node.kind === 'source') join(`topic ${node.topic.name}`, `node ${node.name}`);
  }

  const groups = [...Map.groupBy(local, ({ name }) => root(`node ${name}`)).values()];
  return {
    nodes,
    subTopologies: groups.map((members, id) => ({
      id,
      nodes: members,
      sources: members.map((node) => (node.kind === 'source' ? node : undefined)).filter(isDefined),
      sinks: members.map((node) => (node.kind === 'sink' ? node : undefined)).filter(isDefined),
      stores: [...new Map(members.flatMap(storesOf).map((store) => [store.name, store])).values()].filter(
        ({ name }) => !globalStores.has(name),
      ),
    })),
    globalNodes: nodes.filter(({ name }) => global.has(name)),
  };
};
