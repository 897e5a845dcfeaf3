import { lateOutput } from '../operators/aggregate-windows.ts';
import type { Graph } from '../topology/graph.ts';
import type { Parent } from '../topology/node.ts';
import type { StreamTopic } from '../topology/topic.ts';

/** Declares where the late records of a windowed operator go. */
export const sendLate = <K, V>(
  graph: Graph,
  name: string,
  operator: readonly Parent[],
  topic: StreamTopic<K, V> | undefined,
): void => {
  if (topic === undefined) return;
  const parents = operator.map(({ node }) => ({ node, output: lateOutput }));
  graph.sink({ name: `${name}-late-to`, topic, role: 'output', parents });
};
