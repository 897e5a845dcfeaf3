import type { NodeDescription, PartDescription, TopologyDescription } from './describe-topology.ts';

/** A topology as a Mermaid flowchart: a box a sub-topology, with the topics between them and the stores hung beneath their users. */
export const topologyMermaid = ({ subTopologies, global }: TopologyDescription): string => {
  const parts = [
    ...subTopologies.map((part) => ({ title: `Sub-topology ${part.id}`, part })),
    ...(global.nodes.length > 0 ? [{ title: 'Global tables', part: global }] : []),
  ];
  const nodes = parts.flatMap(({ part }) => part.nodes);
  const stores = parts.flatMap(({ part }) => part.stores);
  const topics = nodes.flatMap((node) => (node.kind === 'processor' ? [] : [node.topic]));
  // Mermaid reads words like `end` and dashes in ids as syntax, so that ids are numbered and names stand only in labels.
  const nodeId = numbered(
    'n',
    nodes.map(({ name }) => name),
  );
  const storeId = numbered(
    's',
    stores.map(({ name }) => name),
  );
  const topicId = numbered('t', topics);

  const box = ({ nodes, stores }: PartDescription): readonly string[] => [
    ...nodes.map((node) => `    ${nodeId(node.name)}["${labelOf(node)}"]`),
    ...stores.map(({ name, kind }) => `    ${storeId(name)}[("${escaped(name)}<br/>${kind}")]`),
  ];
  const edges = (node: NodeDescription): readonly string[] => {
    const id = nodeId(node.name);
    if (node.kind === 'source') return [`  ${topicId(node.topic)} --> ${id}`];
    const from = node.parents.map(({ node: parent, output }) =>
      output === 0 ? `  ${nodeId(parent)} --> ${id}` : `  ${nodeId(parent)} -->|output ${output}| ${id}`,
    );
    return node.kind === 'sink'
      ? [...from, `  ${id} --> ${topicId(node.topic)}`]
      : [...from, ...node.stores.map((store) => `  ${id} -.- ${storeId(store)}`)];
  };

  return [
    'flowchart TD',
    ...[...new Set(topics)].map((topic) => `  ${topicId(topic)}[/"${escaped(topic)}"/]`),
    ...parts.flatMap(({ title, part }, index) => [`  subgraph g${index}["${title}"]`, ...box(part), '  end']),
    ...nodes.flatMap(edges),
    '',
  ].join('\n');
};

const numbered = (prefix: string, names: readonly string[]): ((name: string) => string) => {
  const ids = new Map([...new Set(names)].map((name, index) => [name, `${prefix}${index}`]));
  return (name) => ids.get(name) ?? prefix;
};

const labelOf = (node: NodeDescription): string => {
  const name = escaped(node.name);
  return node.kind === 'processor' ? `${name}<br/>${escaped(node.operator)}` : `${name}<br/>${node.kind}`;
};

/** Whatever Mermaid or HTML could read as syntax, as an entity by its code point. */
const escaped = (text: string): string =>
  text.replaceAll(/[^A-Za-z0-9 ._-]/gu, (character) => `#${character.codePointAt(0)};`);
