import type { StoreDefinition, StoreProvider } from '../stores/store-definition.ts';
import {
  type NodeContext,
  parentsOf,
  type SourceNode,
  storesOf,
  type TopologyNode,
} from '../topology/node.ts';
import { TopologyError } from '../topology/topology-error.ts';
import { ownTime } from '../time/timestamp-extractor.ts';
import type { Drop, Headers, RecordContext } from './record-context.ts';
import { type Receiver, toAll } from './receiver.ts';
import { punctuations } from './punctuations.ts';

/** A record as it comes from a log. */
export interface LogRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  /** ms since the epoch, or -1 where it has none. */
  readonly timestamp: number;
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  readonly headers: Headers;
}

/** A record as it leaves for a topic. */
export interface EmittedRecord {
  readonly topic: string;
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  readonly timestamp: number;
  readonly headers: Headers;
}

/** Runs nodes of a topology for one partition of each of their sources. Nothing in it waits: what it does is done when a call returns. */
export interface StreamsTask {
  /** @throws whatever a serde, an extractor or a function of the topology throws; the task is not to be used after */
  process(record: LogRecord): void;
  /** Greatest timestamp of a record so far, or -1. */
  readonly streamTime: number;
  /** Runs what is due by the wall clock. */
  advanceWallClock(now: number): void;
}

export interface StreamsTaskOptions {
  /** Each after its parents. */
  readonly nodes: readonly TopologyNode[];
  readonly stores: StoreProvider;
  /** Stores that others fill, by name: those of global tables. */
  readonly sharedStores?: ReadonlyMap<string, unknown>;
  /** What the wall clock shows, ms. */
  readonly startsAt: number;
  readonly emit: (record: EmittedRecord) => void;
  readonly onDrop?: (drop: Drop) => void;
  /** Hears of each store that is opened. */
  readonly onStore?: (name: string, store: unknown) => void;
}

interface Source {
  readonly node: SourceNode;
  readonly into: Receiver<unknown, unknown>;
  partitionTime: number;
}

/** @throws TopologyError where a node reads what isn't there */
export const streamsTask = ({
  nodes,
  stores,
  sharedStores = new Map(),
  startsAt,
  emit,
  onDrop = () => undefined,
  onStore = () => undefined,
}: StreamsTaskOptions): StreamsTask => {
  const record: { -readonly [K in keyof RecordContext]: RecordContext[K] } = {
    topic: '',
    partition: -1,
    offset: -1n,
    headers: [],
  };
  let streamTime = -1;
  const clocks = punctuations(startsAt);
  const opened = new Map<string, unknown>(sharedStores);
  const children = new Map<string, Receiver<unknown, unknown>[]>();
  const slot = (node: string, output: number) => `${node} ${output}`;

  const drop = (node: string, reason: Drop['reason'], timestamp: number): void => {
    const { topic, partition, offset } = record;
    onDrop({ node, reason, timestamp, topic, partition, offset });
  };

  const open = <S>(definition: StoreDefinition<S>): S => {
    const { name } = definition;
    if (!opened.has(name)) {
      opened.set(name, definition.open(stores));
      onStore(name, opened.get(name));
    }
    // What was opened under a name is what its definition opens: a name has one definition in a topology.
    return opened.get(name) as S;
  };

  const contextOf = (node: TopologyNode): NodeContext => ({
    record,
    output: (index = 0) => toAll(children.get(slot(node.name, index)) ?? []),
    store: (definition) => {
      if (!storesOf(node).some(({ name }) => name === definition.name))
        throw new TopologyError([
          { problem: `${node.name} has not named the store ${definition.name}`, place: node.place },
        ]);
      return open(definition);
    },
    drop: (reason, timestamp) => drop(node.name, reason, timestamp),
    schedule: (interval, punctuate) => clocks.schedule(interval, punctuate),
  });

  const start = (node: TopologyNode): Receiver<unknown, unknown> => {
    if (node.kind === 'source') return contextOf(node).output();
    if (node.kind === 'processor') return node.create(contextOf(node));
    const { topic } = node;
    return {
      receive: (key, value, timestamp) =>
        emit({
          topic: topic.name,
          key: topic.key.serialize(key),
          value: value === null ? null : topic.value.serialize(value),
          timestamp,
          headers: record.headers,
        }),
    };
  };

  const sources = new Map<string, Source[]>();
  // Children first, so that each finds those it passes records to.
  for (const node of nodes.toReversed()) {
    const receiver = start(node);
    for (const { node: parent, output } of parentsOf(node)) {
      const siblings = children.get(slot(parent, output));
      if (siblings) siblings.unshift(receiver);
      else children.set(slot(parent, output), [receiver]);
    }
    if (node.kind === 'source') {
      const source = { node, into: receiver, partitionTime: -1 };
      const others = sources.get(node.topic.name);
      if (others) others.unshift(source);
      else sources.set(node.topic.name, [source]);
    }
  }

  const feed = (source: Source, { key: keyBytes, value: valueBytes, timestamp }: LogRecord): void => {
    const { node, into } = source;
    const { topic } = node;
    const key = topic.key.deserialize(keyBytes);
    const value = node.isTable && valueBytes === null ? null : topic.value.deserialize(valueBytes);
    const time = topic.timestamps
      ? topic.timestamps({ key, value, timestamp, partitionTime: source.partitionTime })
      : ownTime(timestamp);
    if (time === 'skip') {
      drop(node.name, 'invalid-timestamp', timestamp);
      return;
    }
    if (time > source.partitionTime) source.partitionTime = time;
    if (time > streamTime) streamTime = time;
    into.receive(key, value, time);
  };

  return {
    get streamTime() {
      return streamTime;
    },
    process: (incoming) => {
      const { topic, partition, offset, headers } = incoming;
      record.topic = topic;
      record.partition = partition;
      record.offset = offset;
      record.headers = headers;
      for (const source of sources.get(topic) ?? []) feed(source, incoming);
      clocks.advance('stream-time', streamTime);
    },
    advanceWallClock: (now) => {
      record.topic = '';
      record.partition = -1;
      record.offset = -1n;
      record.headers = [];
      clocks.advance('wall-clock', now);
    },
  };
};
