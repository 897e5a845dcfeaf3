import type { StoreDefinition, StoreKind } from '../stores/store-definition.ts';
import { type Parent, type SinkNode, type SourceNode, storesOf, type TopologyNode } from './node.ts';
import type { Topology } from './topology.ts';

interface DescribedTopic {
  readonly topic: string;
  readonly partitions?: number;
}

export interface SourceDescription extends DescribedTopic {
  readonly kind: 'source';
  readonly name: string;
  readonly role: SourceNode['role'];
  readonly isTable: boolean;
}

export interface ProcessorDescription {
  readonly kind: 'processor';
  readonly name: string;
  readonly operator: string;
  readonly parents: readonly Parent[];
  /** Names of the stores that it works on, those of others among them. */
  readonly stores: readonly string[];
  readonly settings: Readonly<Record<string, number | string>>;
}

export interface SinkDescription extends DescribedTopic {
  readonly kind: 'sink';
  readonly name: string;
  readonly role: SinkNode['role'];
  readonly parents: readonly Parent[];
}

export type NodeDescription = SourceDescription | ProcessorDescription | SinkDescription;

export interface StoreDescription {
  readonly name: string;
  readonly kind: StoreKind;
  readonly retentionMs?: number;
  /** The node that brings it: the first that names it. */
  readonly owner: string;
}

export interface PartDescription {
  /** Each after its parents. */
  readonly nodes: readonly NodeDescription[];
  readonly stores: readonly StoreDescription[];
}

export interface SubTopologyDescription extends PartDescription {
  readonly id: number;
}

/** A topology without its functions and without the places it was declared at: plain JSON, to be kept beside a release and compared. */
export interface TopologyDescription {
  readonly subTopologies: readonly SubTopologyDescription[];
  /** What reads topics whole in every task. */
  readonly global: PartDescription;
}

/** The same value for the same declarations in the same order, whatever the day or the machine. */
export const describeTopology = ({ subTopologies, globalNodes }: Topology): TopologyDescription => ({
  subTopologies: subTopologies.map(({ id, nodes, stores }) => ({ id, ...describedPart(nodes, stores) })),
  global: describedPart(globalNodes, globalNodes.flatMap(storesOf)),
});

const describedPart = (
  nodes: readonly TopologyNode[],
  stores: readonly StoreDefinition[],
): PartDescription => ({
  nodes: nodes.map(describedNode),
  stores: stores.map(({ name, kind, retentionMs }) => ({
    name,
    kind,
    ...(retentionMs === undefined ? {} : { retentionMs }),
    owner: nodes.find((node) => storesOf(node).some((store) => store.name === name))?.name ?? '',
  })),
});

const describedTopic = ({ topic: { name, partitions } }: SourceNode | SinkNode): DescribedTopic => ({
  topic: name,
  ...(partitions === undefined ? {} : { partitions }),
});

const describedNode = (node: TopologyNode): NodeDescription => {
  const { name } = node;
  switch (node.kind) {
    case 'source':
      return { kind: node.kind, name, ...describedTopic(node), role: node.role, isTable: node.isTable };
    case 'processor':
      return {
        kind: node.kind,
        name,
        operator: node.operator,
        parents: node.parents.map(describedParent),
        stores: node.stores.map((store) => store.name),
        settings: { ...node.settings },
      };
    case 'sink':
      return {
        kind: node.kind,
        name,
        ...describedTopic(node),
        role: node.role,
        parents: node.parents.map(describedParent),
      };
  }
};

const describedParent = ({ node, output }: Parent): Parent => ({ node, output });
