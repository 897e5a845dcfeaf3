import type { StoreDefinition } from '../stores/store-definition.ts';
import type { DropReason, RecordContext } from '../task/record-context.ts';
import type { Receiver } from '../task/receiver.ts';
import type { StreamTopic, WrittenTopic } from './topic.ts';

/** What a table holds now, for those who join it. */
export interface TableView<K, V> {
  get(key: K): { readonly value: V; readonly timestamp: number } | undefined;
}

/** What a processor is given when its task starts. */
export interface NodeContext {
  readonly record: RecordContext;
  /** Where results go; a node with branches has several. */
  output<K, V>(index?: number): Receiver<K, V>;
  /** @throws TopologyError where the node has not named the store */
  store<S>(definition: StoreDefinition<S>): S;
  /** Counts the record under way as left out. */
  drop(reason: DropReason, timestamp: number): void;
  /** Calls back when a clock has passed another interval; stream time begins with the first record. */
  schedule(interval: PunctuationInterval, punctuate: (now: number) => void): Cancellation;
}

export interface PunctuationInterval {
  readonly everyMs: number;
  readonly clock: 'stream-time' | 'wall-clock';
}

export interface Cancellation {
  cancel(): void;
}

/** Which output of which node a node takes its records from. */
export interface Parent {
  readonly node: string;
  readonly output: number;
}

interface Named {
  /** Unique in its topology. */
  readonly name: string;
  /** Where in the program it was declared: file, line and column. */
  readonly place: string;
}

export interface SourceNode extends Named {
  readonly kind: 'source';
  readonly topic: StreamTopic<unknown, unknown>;
  /** A repartition topic is the topology's own; a global topic is read whole by every task. */
  readonly role: 'input' | 'repartition' | 'global';
  /** Whether null stands for a deletion. */
  readonly isTable: boolean;
}

export interface ProcessorNode extends Named {
  readonly kind: 'processor';
  /** What it does, in the words of the DSL. */
  readonly operator: string;
  readonly parents: readonly Parent[];
  readonly stores: readonly StoreDefinition[];
  /** What a stored state depends on beside its stores' names: the sizes of windows, mostly. */
  readonly settings?: Readonly<Record<string, number | string>>;
  create(context: NodeContext): Receiver<unknown, unknown>;
}

export interface SinkNode extends Named {
  readonly kind: 'sink';
  readonly topic: WrittenTopic<unknown, unknown>;
  readonly role: 'output' | 'repartition';
  readonly parents: readonly Parent[];
}

export type TopologyNode = SourceNode | ProcessorNode | SinkNode;

export const parentsOf = (node: TopologyNode): readonly Parent[] =>
  node.kind === 'source' ? [] : node.parents;

export const storesOf = (node: TopologyNode): readonly StoreDefinition[] =>
  node.kind === 'processor' ? node.stores : [];
