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

/** A topic as the driver keeps it. */
interface Log {
  readonly readers: readonly StreamsTask[];
  /** Whether it is the topology's own, and of no interest to who reads outputs. */
  readonly isRepartition: boolean;
  end: bigint;
  unread: EmittedRecord[];
}

export const topologyDriver = (
  topology: Topology,
  { stores = inMemoryStores, startsAt = 0 }: TopologyDriverOptions = {},
): TopologyDriver => {
  const logs = new Map<string, Log>();
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
      emit: (record) => {
        const log = logOf(record.topic);
        if (!log.isRepartition) log.unread.push(record);
        if (log.readers.length > 0) waiting.push(record);
      },
      onDrop: (drop) => drops.push(drop),
      onStore: (name, store) => opened.set(name, store),
    });
  const globalTask = start(topology.globalNodes);
  const shared = new Map(opened);
  const tasks = topology.subTopologies.map(({ nodes, sources }) => ({
    task: start(nodes, shared),
    topics: new Set(sources.map(({ topic }) => topic.name)),
  }));

  const newLog = (name: string): Log => {
    const sources = topology.nodes.filter((node) => node.kind === 'source' && node.topic.name === name);
    const isGlobal = topology.globalNodes.some((node) => sources.includes(node));
    return {
      readers: [
        ...(isGlobal ? [globalTask] : []),
        ...tasks.flatMap(({ task, topics }) => (topics.has(name) ? [task] : [])),
      ],
      isRepartition: sources.some((node) => node.kind === 'source' && node.role === 'repartition'),
      end: 0n,
      unread: [],
    };
  };
  const logOf = (name: string): Log => {
    let log = logs.get(name);
    if (log === undefined) logs.set(name, (log = newLog(name)));
    return log;
  };

  const append = (
    topic: string,
    key: Uint8Array | null,
    value: Uint8Array | null,
    timestamp: number,
    headers: Headers,
  ): void => {
    const log = logOf(topic);
    const logged = { topic, partition: 0, offset: log.end, timestamp, key, value, headers };
    log.end += 1n;
    for (const task of log.readers) task.process(logged);
  };

  /** On with what was emitted to topics that the topology reads itself, in its order; of a call that fails nothing is left over. */
  const settle = (): void => {
    try {
      for (let next = 0; next < waiting.length; next += 1) {
        const record = waiting[next];
        if (record) append(record.topic, record.key, record.value, record.timestamp, record.headers);
      }
    } finally {
      waiting.length = 0;
    }
  };

  return {
    pipe: (topic, { key, value, timestamp, headers = noHeaders }) => {
      append(
        topic.name,
        topic.key.serialize(key),
        value === null ? null : topic.value.serialize(value),
        timestamp,
        headers,
      );
      settle();
    },
    read: (topic) => {
      const log = logOf(topic.name);
      const { unread } = log;
      log.unread = [];
      return unread.map(({ key, value, timestamp, headers }) => ({
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

const noHeaders: Headers = [];
