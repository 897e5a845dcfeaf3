import type { NodeDescription, PartDescription, TopologyDescription } from './describe-topology.ts';

/** A topology to be read by people: each node with where its records come from and where they go, laid out like Kafka Streams' describe(). */
export const topologyText = ({ subTopologies, global }: TopologyDescription): string =>
  [
    'Topology',
    ...subTopologies.flatMap((part) => [`  Sub-topology ${part.id}`, ...linesOfPart(part)]),
    ...(global.nodes.length > 0 ? ['  Global tables', ...linesOfPart(global)] : []),
    '',
  ].join('\n');

const linesOfPart = ({ nodes, stores }: PartDescription): readonly string[] => [
  ...nodes.flatMap((node) => [
    `    ${headOf(node)}`,
    ...arrow('-->', childrenOf(node, nodes)),
    ...arrow(
      '<--',
      node.kind === 'source' ? [] : node.parents.map(({ node, output }) => withOutput(node, output)),
    ),
  ]),
  ...stores.map(
    ({ name, kind, retentionMs, owner }) =>
      `    Store: ${name} (${[kind, ...(retentionMs === undefined ? [] : [`retention ${retentionMs} ms`]), `of ${owner}`].join(', ')})`,
  ),
];

const headOf = (node: NodeDescription): string => {
  if (node.kind === 'processor') {
    const settings = Object.entries(node.settings).map(([name, value]) => `${name} ${value}`);
    const parts = [
      node.operator,
      ...(node.stores.length > 0 ? [`stores: [${node.stores.join(', ')}]`] : []),
      ...(settings.length > 0 ? [`settings: [${settings.join(', ')}]`] : []),
    ];
    return `Processor: ${node.name} (${parts.join(', ')})`;
  }
  const parts = [
    `topic: ${node.topic}`,
    node.role,
    ...(node.kind === 'source' && node.isTable ? ['table'] : []),
    ...(node.partitions === undefined ? [] : [`partitions: ${node.partitions}`]),
  ];
  return `${node.kind === 'source' ? 'Source' : 'Sink'}: ${node.name} (${parts.join(', ')})`;
};

const childrenOf = ({ name }: NodeDescription, nodes: readonly NodeDescription[]): readonly string[] =>
  nodes.flatMap((child) =>
    child.kind === 'source'
      ? []
      : child.parents
          .filter((parent) => parent.node === name)
          .map(({ output }) => withOutput(child.name, output)),
  );

/** The first output goes without saying. */
const withOutput = (node: string, output: number): string =>
  output === 0 ? node : `${node} [output ${output}]`;

const arrow = (sign: '-->' | '<--', nodes: readonly string[]): readonly string[] =>
  nodes.length === 0 ? [] : [`      ${sign} ${nodes.join(', ')}`];
