import type { SourceDescription, TopologyDescription } from './describe-topology.ts';
import type {
  TopologyChange,
  TopologyComparison,
  CompatibleKind,
  IncompatibleKind,
} from './topology-change.ts';

type Incompatible = TopologyChange<IncompatibleKind>;
type Compatible = TopologyChange<CompatibleKind>;

interface ReadTopic {
  readonly source: SourceDescription;
  /** Whether a store is filled by what reads it, or beside it. */
  readonly isStateful: boolean;
}

/** The differences between the topics that two versions of a topology read and write. */
export const compareTopics = (
  before: TopologyDescription,
  after: TopologyDescription,
): TopologyComparison => {
  const [read, readAfter] = [readTopics(before), readTopics(after)];
  const [written, writtenAfter] = [outputs(before), outputs(after)];
  const gone = [...read.values()].filter(({ source }) => !readAfter.has(source.topic));
  const come = [...readAfter.values()].filter(({ source }) => !read.has(source.topic));
  const changed = [...read.values()].flatMap((topic) => {
    const now = readAfter.get(topic.source.topic);
    return now === undefined || now.source.partitions === topic.source.partitions
      ? []
      : [{ topic, now, isStateful: topic.isStateful || now.isStateful }];
  });

  return {
    incompatible: [
      ...gone.filter(isRepartition).map(({ source: { topic } }): Incompatible => ({
        kind: 'repartition-topic-removed',
        subject: topic,
        text: `The repartition topic ${topic} is read no more: records that wait in it are lost.`,
      })),
      ...changed
        .filter(({ topic, isStateful }) => isStateful || isRepartition(topic))
        .map(({ topic, now }): Incompatible =>
          changedPartitions(topic, now, ': keys go to other tasks than their state'),
        ),
    ],
    compatible: [
      ...changed
        .filter(({ topic, isStateful }) => !isStateful && !isRepartition(topic))
        .map(({ topic, now }): Compatible => changedPartitions(topic, now, ', and no state depends on it')),
      ...come.map((added): Compatible =>
        isRepartition(added)
          ? change('repartition-topic-added', added.source.topic, 'is new and begins empty')
          : change('topic-added', added.source.topic, 'is read and was not'),
      ),
      ...gone
        .filter((topic) => !isRepartition(topic))
        .map(({ source }) => change('topic-removed', source.topic, 'is read no more')),
      ...notIn(writtenAfter, written).map((topic) => change('topic-added', topic, 'is written and was not')),
      ...notIn(written, writtenAfter).map((topic) => change('topic-removed', topic, 'is written no more')),
    ],
  };
};

const change = (kind: CompatibleKind, subject: string, what: string): Compatible => ({
  kind,
  subject,
  text: `The topic ${subject} ${what}.`,
});

const changedPartitions = (
  { source: before }: ReadTopic,
  { source: after }: ReadTopic,
  consequence: string,
): { readonly kind: 'partitions-changed'; readonly subject: string; readonly text: string } => ({
  kind: 'partitions-changed',
  subject: before.topic,
  text: `The topic ${before.topic} is declared with ${countOf(after)} and was with ${countOf(before)}${consequence}.`,
});

const countOf = ({ partitions }: SourceDescription): string =>
  partitions === undefined ? 'no partition count' : `${partitions} partitions`;

const notIn = (topics: readonly string[], others: readonly string[]): readonly string[] =>
  [...new Set(topics)].filter((topic) => !others.includes(topic));

const isRepartition = ({ source }: ReadTopic): boolean => source.role === 'repartition';

const readTopics = ({ subTopologies, global }: TopologyDescription): ReadonlyMap<string, ReadTopic> =>
  new Map([
    ...subTopologies.flatMap(({ nodes, stores }) =>
      nodes.flatMap((source) =>
        source.kind === 'source' ? [[source.topic, { source, isStateful: stores.length > 0 }] as const] : [],
      ),
    ),
    // A task reads all partitions of a global topic, however many there are.
    ...global.nodes.flatMap((source) =>
      source.kind === 'source' ? [[source.topic, { source, isStateful: false }] as const] : [],
    ),
  ]);

const outputs = ({ subTopologies }: TopologyDescription): readonly string[] =>
  subTopologies.flatMap(({ nodes }) =>
    nodes.flatMap((node) => (node.kind === 'sink' && node.role === 'output' ? [node.topic] : [])),
  );
