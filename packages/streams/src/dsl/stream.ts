import {
  type Predicate,
  branching,
  filtering,
  flatMapping,
  flatMappingValues,
  mapping,
  mappingValues,
  peeking,
  selectingKey,
} from '../operators/stateless.ts';
import {
  joiningGlobalTable,
  joiningTable,
  leftJoiningGlobalTable,
  leftJoiningTable,
} from '../operators/join-stream-table.ts';
import { keepingTable } from '../operators/table-source.ts';
import type { Sided } from '../operators/join-streams.ts';
import { nullable, withoutNull } from '../serde/serde.ts';
import type { StoreDefinition } from '../stores/store-definition.ts';
import type { Receiver } from '../task/receiver.ts';
import type { Graph } from '../topology/graph.ts';
import type { NodeContext, Parent } from '../topology/node.ts';
import type { StreamTopic, WrittenTopic } from '../topology/topic.ts';
import type { JoinWindows } from '../windows/join-windows.ts';
import type { GlobalTable } from './global-table.ts';
import { GroupedStream } from './grouped-stream.ts';
import { declareStreamJoin } from './stream-join.ts';
import type { KeyedRecords } from './keyed-records.ts';
import { type KeyOption, neededSerde, type Serdes, type ValueOption } from './serdes.ts';
import { storedTable, type TableOf } from './table.ts';

type Keyed<K> = NonNullable<K>;

export interface StreamJoinOptions {
  /** Names the join, its buffers and their changelogs. */
  readonly name: string;
  readonly windows: JoinWindows;
}

export interface ProcessOptions<V2> extends ValueOption<V2> {
  readonly name: string;
  readonly stores?: readonly StoreDefinition[];
}

/** Records as they come, each a fact of its own. Every method gives another stream and leaves this one as it is. */
export class StreamOf<K, V> {
  private readonly graph: Graph;
  readonly parents: readonly Parent[];
  readonly serdes: Serdes<K, V>;
  /** Whether the key was changed, so that records of a key are no longer in one partition. */
  readonly isRekeyed: boolean;

  constructor(graph: Graph, parents: readonly Parent[], serdes: Serdes<K, V>, isRekeyed = false) {
    this.graph = graph;
    this.parents = parents;
    this.serdes = { key: serdes.key, value: serdes.value };
    this.isRekeyed = isRekeyed;
  }

  filter<W extends V>(predicate: (value: V, key: K) => value is W): StreamOf<K, W>;
  filter(predicate: Predicate<K, V>): StreamOf<K, V>;
  filter(predicate: Predicate<K, V>): StreamOf<K, V> {
    return this.derived('filter', filtering(predicate), this.serdes);
  }

  filterNot(predicate: Predicate<K, V>): StreamOf<K, V> {
    return this.derived(
      'filter-not',
      filtering<K, V>((value, key) => !predicate(value, key)),
      this.serdes,
    );
  }

  /** May change the key: what groups or joins by it goes through a repartition topic first. */
  map<K2, V2>(
    mapper: (value: V, key: K) => readonly [K2, V2],
    { key, value }: KeyOption<K2> & ValueOption<V2> = {},
  ): StreamOf<K2, V2> {
    return this.derived('map', mapping(mapper), { key, value }, true);
  }

  mapValues<V2>(mapper: (value: V, key: K) => V2, { value }: ValueOption<V2> = {}): StreamOf<K, V2> {
    return this.derived('map-values', mappingValues(mapper), { key: this.serdes.key, value });
  }

  flatMap<K2, V2>(
    mapper: (value: V, key: K) => Iterable<readonly [K2, V2]>,
    { key, value }: KeyOption<K2> & ValueOption<V2> = {},
  ): StreamOf<K2, V2> {
    return this.derived('flat-map', flatMapping(mapper), { key, value }, true);
  }

  flatMapValues<V2>(
    mapper: (value: V, key: K) => Iterable<V2>,
    { value }: ValueOption<V2> = {},
  ): StreamOf<K, V2> {
    return this.derived('flat-map-values', flatMappingValues(mapper), { key: this.serdes.key, value });
  }

  selectKey<K2>(selector: (value: V, key: K) => K2, { key }: KeyOption<K2> = {}): StreamOf<K2, V> {
    return this.derived('select-key', selectingKey(selector), { key, value: this.serdes.value }, true);
  }

  peek(look: (value: V, key: K) => void): StreamOf<K, V> {
    return this.derived('peek', peeking(look), this.serdes);
  }

  /**
   * Each record into the first branch whose predicate holds, or into `otherwise`.
   * @param branches in the order in which they are asked
   */
  split<B extends string>(
    branches: Readonly<Record<B, Predicate<K, V>>>,
  ): Readonly<Record<B | 'otherwise', StreamOf<K, V>>> {
    const names = Object.keys(branches) as B[];
    // Objects list names that are whole numbers before all others, not in the order in which they were given.
    for (const name of names)
      if (name === 'otherwise' || /^\d+$/.test(name)) this.graph.report(`a branch can't be called ${name}`);
    const [node] = this.graph.processor({
      operator: 'split',
      parents: this.parents,
      stores: [],
      create: branching<K, V>(names.map((name) => branches[name])),
    });
    const branch = (output: number): StreamOf<K, V> =>
      new StreamOf(this.graph, node ? [{ ...node, output }] : [], this.serdes, this.isRekeyed);
    const all = [...names, 'otherwise' as const];
    return Object.fromEntries(all.map((name, output) => [name, branch(output)])) as Record<
      B | 'otherwise',
      StreamOf<K, V>
    >;
  }

  /** Records of both, in the order in which the task takes them. */
  merge(other: StreamOf<K, V>): StreamOf<K, V> {
    const parents = [...this.parents, ...other.parents];
    return new StreamOf(this.graph, parents, this.serdes, this.isRekeyed || other.isRekeyed);
  }

  to(topic: WrittenTopic<K, V>): void {
    this.graph.sink({ topic, role: 'output', parents: this.parents });
  }

  /** Writes to a topic of the application's own, keyed anew, and goes on from there. */
  repartition(name: string, { partitions }: { readonly partitions?: number } = {}): StreamOf<K, V> {
    if (partitions !== undefined && !(Number.isSafeInteger(partitions) && partitions >= 1))
      this.graph.report(`${name} can't have ${partitions} partitions`);
    const topic: StreamTopic<K, V> = {
      name: `${name}-repartition`,
      key: neededSerde(this.graph, this.serdes.key, 'key', name),
      value: neededSerde(this.graph, this.serdes.value, 'value', name),
      ...(partitions === undefined ? {} : { partitions }),
    };
    this.graph.sink({ name: `${name}-repartition-to`, topic, role: 'repartition', parents: this.parents });
    const parents = this.graph.source({ topic, role: 'repartition', isTable: false });
    return new StreamOf(this.graph, parents, topic);
  }

  /** Records of a key belong together; those without one are left out. */
  groupByKey(): GroupedStream<Keyed<K>, V> {
    return new GroupedStream(this.graph, (name) => this.keyedFor(name));
  }

  /** The same, by another key. */
  groupBy<K2>(selector: (value: V, key: K) => K2, options: KeyOption<K2> = {}): GroupedStream<Keyed<K2>, V> {
    return this.selectKey(selector, options).groupByKey();
  }

  /**
   * The latest value of each key; a null deletes.
   * @param name of its store
   */
  toTable(name: string): TableOf<Keyed<K>, NonNullable<V>> {
    const { parents, key, value } = this.keyedFor(name);
    return storedTable(this.graph, 'to-table', parents, { name, key, value: value() }, keepingTable);
  }

  /** With what the table holds for the key then; records without a match give nothing. */
  join<T, R>(
    table: TableOf<Keyed<K>, T>,
    join: (value: NonNullable<V>, other: T, key: Keyed<K>) => R,
    options: ValueOption<R> = {},
  ): StreamOf<Keyed<K>, R> {
    const create = joiningTable<Keyed<K>, NonNullable<V>, T, R>((context) => table.view.open(context), join);
    const { key } = this.serdes;
    return this.withTable('join', create, table.view.stores, { key: key && withoutNull(key), ...options });
  }

  /** The same, with null where the table holds nothing or the record has no key. */
  leftJoin<T, R>(
    table: TableOf<Keyed<K>, T>,
    join: (value: NonNullable<V>, other: T | null, key: K) => R,
    options: ValueOption<R> = {},
  ): StreamOf<K, R> {
    const create = leftJoiningTable<K, NonNullable<V>, T, R>((context) => table.view.open(context), join);
    return this.withTable('left-join', create, table.view.stores, { key: this.serdes.key, ...options });
  }

  /** With each record of the other stream of the same key and a time within the windows. */
  joinStream<T, R>(
    other: StreamOf<K, T>,
    join: (left: NonNullable<V>, right: NonNullable<T>, key: Keyed<K>) => R,
    { name, windows, value }: StreamJoinOptions & ValueOption<R>,
  ): StreamOf<Keyed<K>, R> {
    const left = this.keyedFor(`${name}-left`);
    const parents = declareStreamJoin(this.graph, {
      name,
      windows,
      left,
      right: other.keyedFor(`${name}-right`),
      join,
      outer: { left: false, right: false },
      alone: () => {
        throw new TypeError('an inner join has no result of one side');
      },
    });
    return new StreamOf(this.graph, parents, { key: left.key, value });
  }

  /** The same; a record of this stream that has met none when its window closes gives a result with null. */
  leftJoinStream<T, R>(
    other: StreamOf<K, T>,
    join: (left: NonNullable<V>, right: NonNullable<T> | null, key: Keyed<K> | null) => R,
    { name, windows, value }: StreamJoinOptions & ValueOption<R>,
  ): StreamOf<Keyed<K> | null, R> {
    return this.outerJoined(
      other,
      { name, windows, value },
      join,
      (sided, key) => {
        if (sided.side === 'right') throw new TypeError('a left join has no result of its right side');
        return join(sided.value, null, key);
      },
      { left: true, right: false },
    );
  }

  /** The same; also of the other stream. */
  outerJoinStream<T, R>(
    other: StreamOf<K, T>,
    join: (left: NonNullable<V> | null, right: NonNullable<T> | null, key: Keyed<K> | null) => R,
    { name, windows, value }: StreamJoinOptions & ValueOption<R>,
  ): StreamOf<Keyed<K> | null, R> {
    return this.outerJoined(
      other,
      { name, windows, value },
      join,
      (sided, key) => (sided.side === 'left' ? join(sided.value, null, key) : join(null, sided.value, key)),
      { left: true, right: true },
    );
  }

  /** With what a global table holds for the key that is taken from the record, or null. */
  leftJoinGlobal<GK, T, R>(
    table: GlobalTable<GK, T>,
    keyOf: (value: V, key: K) => GK | null,
    join: (value: NonNullable<V>, other: T | null, key: K) => R,
    options: ValueOption<R> = {},
  ): StreamOf<K, R> {
    const create = leftJoiningGlobalTable<K, NonNullable<V>, GK, T, R>(
      (context) => table.view.open(context),
      keyOf,
      join,
    );
    return this.withTable('left-join-global', create, table.view.stores, {
      key: this.serdes.key,
      ...options,
    });
  }

  /** The same; records without a match give nothing. */
  joinGlobal<GK, T, R>(
    table: GlobalTable<GK, T>,
    keyOf: (value: V, key: K) => GK | null,
    join: (value: NonNullable<V>, other: T, key: K) => R,
    options: ValueOption<R> = {},
  ): StreamOf<K, R> {
    const create = joiningGlobalTable<K, NonNullable<V>, GK, T, R>(
      (context) => table.view.open(context),
      keyOf,
      join,
    );
    return this.withTable('join-global', create, table.view.stores, { key: this.serdes.key, ...options });
  }

  /** An operator of one's own, with stores and punctuation. */
  process<K2, V2>(
    create: (context: NodeContext) => Receiver<K, V>,
    { name, stores = [], key, value }: ProcessOptions<V2> & KeyOption<K2>,
  ): StreamOf<K2, V2> {
    const parents = this.graph.processor({
      name,
      operator: 'process',
      parents: this.parents,
      stores,
      create,
    });
    return new StreamOf<K2, V2>(this.graph, parents, { key, value }, true);
  }

  /** Its records where those of a key are together: through a repartition topic if the key was changed. */
  keyedFor(name: string): KeyedRecords<Keyed<K>, NonNullable<V>> {
    const { parents } = this.isRekeyed ? this.repartition(name) : this;
    return {
      parents,
      key: withoutNull(neededSerde(this.graph, this.serdes.key, 'key', name)),
      value: () => withoutNull(neededSerde(this.graph, this.serdes.value, 'value', name)),
    };
  }

  private outerJoined<T, R>(
    other: StreamOf<K, T>,
    { name, windows, value }: StreamJoinOptions & ValueOption<R>,
    join: (left: NonNullable<V>, right: NonNullable<T>, key: Keyed<K>) => R,
    alone: (sided: Sided<NonNullable<V>, NonNullable<T>>, key: Keyed<K> | null) => R,
    outer: { readonly left: boolean; readonly right: boolean },
  ): StreamOf<Keyed<K> | null, R> {
    const left = this.keyedFor(`${name}-left`);
    const right = other.keyedFor(`${name}-right`);
    const parents = declareStreamJoin(this.graph, { name, windows, left, right, join, outer, alone });
    return new StreamOf<Keyed<K> | null, R>(this.graph, parents, { key: nullable(left.key), value });
  }

  private withTable<K2, R>(
    operator: string,
    create: (context: NodeContext) => Receiver<K | null, NonNullable<V> | null>,
    stores: readonly StoreDefinition[],
    serdes: Serdes<K2, R>,
  ): StreamOf<K2, R> {
    if (this.isRekeyed && !operator.endsWith('global'))
      this.graph.report('a stream whose key was changed is joined to a table: repartition() it first');
    const parents = this.graph.processor({ operator, parents: this.parents, stores, create });
    return new StreamOf(this.graph, parents, serdes, this.isRekeyed);
  }

  private derived<K2, V2>(
    operator: string,
    create: (context: NodeContext) => Receiver<K, V>,
    serdes: Serdes<K2, V2>,
    isRekeyed = this.isRekeyed,
  ): StreamOf<K2, V2> {
    const parents = this.graph.processor({ operator, parents: this.parents, stores: [], create });
    return new StreamOf(this.graph, parents, serdes, isRekeyed);
  }
}
