import { coPartitionedTopics, type CoPartitionedTopics } from './co-partitioning.ts';
import { parentsOf, type SinkNode, type SourceNode } from './node.ts';
import { sourceTopics } from './source-topics.ts';
import type { TopologyProblem } from './topology-error.ts';
import type { Topology } from './topology.ts';

/** A source topic with the count that it has or was declared with. */
export interface CountedTopic {
  readonly topic: string;
  readonly partitions: number | undefined;
  /** Where it is read. */
  readonly place: string;
}

export interface CoPartitioningProblem extends TopologyProblem {
  readonly topics: readonly CountedTopic[];
}

export interface CoPartitioning {
  readonly problems: readonly CoPartitioningProblem[];
  /** How many partitions each repartition topic is to be created with. One whose inputs have no known count is not in it. */
  readonly repartitionPartitions: ReadonlyMap<string, number>;
}

type Counts = ReadonlyMap<string, CountedTopic>;

/**
 * Lists all that keeps a topology from being dealt out to tasks, and the counts of the repartition topics, before anything is started. A
 * repartition topic without a count takes that of its group; where none of the group has one, the greatest of the topics that the group's
 * records come from (CopartitionedTopicsEnforcer, RepartitionTopics).
 * @param partitionsOf count of a topic that exists, or undefined
 */
export const checkCoPartitioning = (
  topology: Topology,
  partitionsOf: (topic: string) => number | undefined,
): CoPartitioning => {
  const groups = coPartitionedTopics(topology);
  const sources = topology.subTopologies.flatMap((part) => part.sources);
  const counts: Counts = new Map(
    sources.map(({ topic: { name, partitions }, place }) => [
      name,
      { topic: name, partitions: partitionsOf(name) ?? partitions, place },
    ]),
  );
  const countOf = groupCounts(topology, groups, counts);
  return {
    problems: [
      ...sources.flatMap((source) => problemsOf(source, partitionsOf(source.topic.name))),
      ...groups.flatMap((group) => unequal(group, counts)),
    ],
    repartitionPartitions: new Map(
      sources.flatMap(({ role, topic: { name } }) => {
        const count = counts.get(name)?.partitions ?? countOf(name);
        return role === 'repartition' && count !== undefined ? [[name, count] as const] : [];
      }),
    ),
  };
};

const problemsOf = (
  { topic: { name, partitions: declared }, role, place }: SourceNode,
  actual: number | undefined,
): readonly CoPartitioningProblem[] => {
  const topics = [{ topic: name, partitions: actual, place }];
  if (actual === undefined)
    return declared === undefined && role === 'input'
      ? [{ problem: `the topic ${name} has no known partition count: it may not exist`, place, topics }]
      : [];
  return declared === undefined || declared === actual
    ? []
    : [
        {
          problem: `the topic ${name} is declared with ${declared} partitions and has ${actual}`,
          place,
          topics,
        },
      ];
};

const unequal = (
  { topics, meetings: [meeting, ...others] }: CoPartitionedTopics,
  counts: Counts,
): readonly CoPartitioningProblem[] => {
  const counted = topics.flatMap((topic) => counts.get(topic) ?? []);
  const known = counted.filter(({ partitions }) => partitions !== undefined);
  if (meeting === undefined || new Set(known.map(({ partitions }) => partitions)).size < 2) return [];
  const list = known
    .map(({ topic, partitions, place }) => `${topic} has ${partitions} (${place})`)
    .join(', ');
  const nodes = [meeting, ...others].map(({ node }) => node).join(', ');
  return [
    {
      problem: `topics that meet at ${nodes} need equal partition counts: ${list}`,
      place: meeting.place,
      topics: counted,
    },
  ];
};

/** The count of the group that a topic is in. */
const groupCounts = (
  topology: Topology,
  groups: readonly CoPartitionedTopics[],
  counts: Counts,
): ((topic: string) => number | undefined) => {
  const above = sourceTopics(topology.nodes);
  const writers = topology.subTopologies.flatMap((part) => part.sinks);
  const feeding = (topic: string): readonly string[] =>
    writers
      .filter((sink: SinkNode) => sink.topic.name === topic)
      .flatMap((sink) => parentsOf(sink).flatMap(({ node }) => [...(above.get(node) ?? [])]));

  // Groups may feed each other in a ring, since a topic further down may be joined with one further up: each is asked once a round.
  const count = (topic: string, asked: ReadonlySet<CoPartitionedTopics>): number | undefined => {
    const group = groups.find(({ topics }) => topics.includes(topic));
    if (group === undefined || asked.has(group)) return undefined;
    const own = greatest(group.topics.map((each) => counts.get(each)?.partitions));
    const round = new Set([...asked, group]);
    return own ?? greatest(group.topics.flatMap(feeding).map((each) => count(each, round)));
  };
  return (topic) => count(topic, new Set());
};

const greatest = (counts: readonly (number | undefined)[]): number | undefined =>
  counts.reduce((most, each) => (most === undefined || (each ?? 0) > most ? each : most), undefined);
