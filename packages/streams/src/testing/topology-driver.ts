import { inMemoryStores } from '../stores/in-memory/in-memory.store-provider.ts';
import type { StoreProvider } from '../stores/store-definition.ts';
import type { Drop, Headers } from '../task/record-context.ts';
import { type EmittedRecord, streamsTask, type StreamsTask } from '../task/streams-task.ts';
import type { StreamTopic } from '../topology/topic.ts';
import type { Topology } from '../topology/topology.ts';

/** A record to put in. */
export interface DrivenRecord<K, V> {
  readonly key: K;
  /** Null deletes from a table. */
  readonly value: V | null;
  readonly timestamp: number;
  readonly headers?: Headers;
}

/** A record that came out. */
export interface DrivenResult<K, V> {
  readonly key: K;
  readonly value: V | null;
  readonly timestamp: number;
  readonly headers: Headers;
}

/** Drives a topology without a broker, with one partition of each topic. What a call sets off is done when it returns, and always in the same order. */
export interface TopologyDriver {
  pipe<K, V>(topic: StreamTopic<K, V>, record: DrivenRecord<K, V>): void;
  /** Takes what was written to a topic since it was last asked. */
  read<K, V>(topic: StreamTopic<K, V>): readonly DrivenResult<K, V>[];
  /** Moves the wall clock on by so many ms. */
  advanceWallClock(ms: number): void;
  /** A store by its name, as its port, or undefined. */
  store(name: string): unknown;
  /** What operators left out so far. */
  readonly drops: readonly Drop[];
}

export interface TopologyDriverOptions {
  /** Default: in memory. */
  readonly stores?: StoreProvider;
  /** What the wall clock shows at first; default 0. */
  readonly startsAt?: number;
}

export const topologyDriver = (
  topology: Topology,
  { stores = inMemoryStores, startsAt = 0 }: TopologyDriverOptions = {},
): TopologyDriver => {
  const written = new Map<string, EmittedRecord[]>();
  const ends = new Map<string, bigint>();
  const drops: Drop[] = [];
  const opened = new Map<string, unknown>();
  const waiting: EmittedRecord[] = [];
  let wallClock = startsAt;

  const start = (nodes: Topology['nodes'], sharedStores?: ReadonlyMap<string, unknown>): StreamsTask =>
    streamsTask({
      nodes,
      stores,
      startsAt,
      ...(sharedStores ? { sharedStores } : {}),
      emit: (record) => waiting.push(record),
      onDrop: (drop) => drops.push(drop),
      onStore: (name, store) => opened.set(name, store),
    });
  const globalTask = start(topology.globalNodes);
  const shared = new Map(opened);
  const tasks = topology.subTopologies.map(({ nodes, sources }) => ({
    task: start(nodes, shared),
    topics: new Set(sources.map(({ topic }) => topic.name)),
  }));
  const globalTopics = new Set(
    topology.globalNodes.map((node) => (node.kind === 'source' ? node.topic.name : undefined)),
  );
  const own = new Set(
    topology.nodes.flatMap((node) =>
      node.kind === 'source' && node.role === 'repartition' ? [node.topic.name] : [],
    ),
  );

  const append = (record: EmittedRecord): void => {
    const { topic } = record;
    const offset = ends.get(topic) ?? 0n;
    ends.set(topic, offset + 1n);
    const logged = { ...record, partition: 0, offset };
    if (globalTopics.has(topic)) globalTask.process(logged);
    for (const { task, topics } of tasks) if (topics.has(topic)) task.process(logged);
  };

  /** What was emitted, in its order: into the log of its topic, and on where the topology reads that topic itself. */
  const settle = (): void => {
    for (let record = waiting.shift(); record !== undefined; record = waiting.shift()) {
      const { topic } = record;
      if (!own.has(topic)) {
        const log = written.get(topic);
        if (log) log.push(record);
        else written.set(topic, [record]);
      }
      append(record);
    }
  };

  return {
    pipe: (topic, { key, value, timestamp, headers = [] }) => {
      append({
        topic: topic.name,
        key: topic.key.serialize(key),
        value: value === null ? null : topic.value.serialize(value),
        timestamp,
        headers,
      });
      settle();
    },
    read: (topic) => {
      const log = written.get(topic.name) ?? [];
      written.delete(topic.name);
      return log.map(({ key, value, timestamp, headers }) => ({
        key: topic.key.deserialize(key),
        value: value === null ? null : topic.value.deserialize(value),
        timestamp,
        headers,
      }));
    },
    advanceWallClock: (ms) => {
      wallClock += ms;
      for (const { task } of tasks) task.advanceWallClock(wallClock);
      settle();
    },
    store: (name) => opened.get(name),
    drops,
  };
};
