import { mappingTable } from '../operators/map-table.ts';
import { keepingTable } from '../operators/table-source.ts';
import { regrouping } from '../operators/regroup-table.ts';
import { suppressing } from '../operators/suppress.ts';
import { nullable, type Serde } from '../serde/serde.ts';
import type { KeyValueStore } from '../stores/key-value-store.ts';
import {
  keyValueStore,
  type StoreContents,
  type StoreDefinition,
  timeOrderedBuffer,
} from '../stores/store-definition.ts';
import type { Receiver } from '../task/receiver.ts';
import type { Graph } from '../topology/graph.ts';
import type { NodeContext, Parent } from '../topology/node.ts';
import { declareForeignKeyJoin, type ForeignKeyJoin, type ForeignKeySide } from './foreign-key-join.ts';
import { groupChangeSerde } from './group-change-serde.ts';
import { GroupedTable } from './grouped-table.ts';
import { neededSerde, type Serdes, type ValueOption } from './serdes.ts';
import { StreamOf } from './stream.ts';
import type { Suppressed } from './suppressed.ts';
import { declareTableJoin } from './table-join.ts';
import { mappedView } from './table-views.ts';
import type { ViewDefinition } from './view-definition.ts';

export interface StoredOption<V> extends ValueOption<V> {
  /** Keeps what was made in a store of this name; without one it is made anew when it is asked for. */
  readonly store?: string;
}

/** What is known of a table's windows. */
export interface WindowsOfTable {
  /** How far stream time has to be past a window's end until it has closed. */
  readonly graceMs: number;
}

/** The latest value of each key, as a sequence of changes. Every method gives another table or stream and leaves this one as it is. */
export class TableOf<K, V> {
  private readonly graph: Graph;
  readonly parents: readonly Parent[];
  readonly serdes: Serdes<K, V>;
  readonly view: ViewDefinition<K, V>;
  private readonly windows: WindowsOfTable | undefined;

  constructor(
    graph: Graph,
    parents: readonly Parent[],
    serdes: Serdes<K, V>,
    view: ViewDefinition<K, V>,
    windows?: WindowsOfTable,
  ) {
    this.graph = graph;
    this.parents = parents;
    this.serdes = { key: serdes.key, value: serdes.value };
    this.view = view;
    this.windows = windows;
  }

  /** Its changes as records; a deletion is a null. */
  toStream(): StreamOf<K, V | null> {
    const { key, value } = this.serdes;
    return new StreamOf<K, V | null>(this.graph, this.parents, { key, value: value && nullable(value) });
  }

  filter(predicate: (value: V, key: K) => boolean, options: StoredOption<V> = {}): TableOf<K, V> {
    const { value } = this.serdes;
    return this.mapped('filter', (of, key) => (predicate(of, key) ? of : null), {
      ...(value && { value }),
      ...options,
    });
  }

  filterNot(predicate: (value: V, key: K) => boolean, options: StoredOption<V> = {}): TableOf<K, V> {
    return this.filter((value, key) => !predicate(value, key), options);
  }

  /** @param mapper gives the same for the same: it is asked again for what stood before */
  mapValues<V2>(mapper: (value: V, key: K) => V2, options: StoredOption<V2> = {}): TableOf<K, V2> {
    return this.mapped('map-values', mapper, options);
  }

  /** Its rows by another key, through a repartition topic; an aggregate loses a row's old value and gains its new one. */
  groupBy<K2, V2>(
    group: (value: V, key: K) => readonly [K2 | null, V2 | null],
    { key, value }: { readonly key: Serde<K2>; readonly value: Serde<V2> },
  ): GroupedTable<K2, V2> {
    return new GroupedTable(this.graph, key, (name) => {
      const parents = this.graph.processor({
        name: `${name}-regroup`,
        operator: 'group-by',
        parents: this.parents,
        stores: [],
        create: regrouping(group, key),
      });
      const changes = new StreamOf(this.graph, parents, { key, value: groupChangeSerde(value) });
      return changes.repartition(name).parents;
    });
  }

  /**
   * Holds changes back: until their window has closed, or for a time, by stream time.
   * @param name of the buffer
   */
  suppress(name: string, suppressed: Suppressed<K>): TableOf<K, V> {
    const key = neededSerde(this.graph, this.serdes.key, 'key', name);
    const value = neededSerde(this.graph, this.serdes.value, 'value', name);
    const buffer = timeOrderedBuffer<K, V>({ name, key, value });
    const suppression = suppressed(this.windows);
    if (suppression === 'no-windows')
      this.graph.report(`${name} waits for windows to close and the table has none`);
    const parents = this.graph.processor({
      name,
      operator: 'suppress',
      parents: this.parents,
      stores: [buffer],
      create: suppressing<K, V>(
        buffer,
        suppression === 'no-windows'
          ? {
              timeOf: (_, timestamp) => timestamp,
              waitMs: 0,
              dropsNull: false,
              maxKeys: Infinity,
              whenFull: 'fail',
            }
          : suppression,
      ),
    });
    return new TableOf(this.graph, parents, this.serdes, this.view, this.windows);
  }

  /** Rows that both tables have. */
  join<T, R>(
    other: TableOf<K, T>,
    join: (value: V, other: T, key: K) => R,
    options: StoredOption<R> = {},
  ): TableOf<K, R> {
    return this.joined(
      { operator: 'join', needs: { left: true, right: true } },
      other,
      (left, right, key) => (left === null || right === null ? null : join(left, right, key)),
      options,
    );
  }

  /** All its own rows, with null where the other has none. */
  leftJoin<T, R>(
    other: TableOf<K, T>,
    join: (value: V, other: T | null, key: K) => R,
    options: StoredOption<R> = {},
  ): TableOf<K, R> {
    return this.joined(
      { operator: 'left-join', needs: { left: true, right: false } },
      other,
      (left, right, key) => (left === null ? null : join(left, right, key)),
      options,
    );
  }

  /** Rows that either has. */
  outerJoin<T, R>(
    other: TableOf<K, T>,
    join: (value: V | null, other: T | null, key: K) => R,
    options: StoredOption<R> = {},
  ): TableOf<K, R> {
    return this.joined(
      { operator: 'outer-join', needs: { left: false, right: false } },
      other,
      (left, right, key) => (left === null && right === null ? null : join(left, right, key)),
      options,
    );
  }

  /**
   * Rows with the row of another table that they point to.
   * @param name of the store of what was joined, and of the topics between the two
   * @param foreignKey the other's key, or null for a row that points to none
   */
  joinByForeignKey<FK, T, R>(
    name: string,
    other: TableOf<FK, T>,
    foreignKey: (value: V, key: K) => FK | null,
    join: (value: V, other: T, key: K) => R,
    { value }: { readonly value: Serde<R> },
  ): TableOf<K, R> {
    const joinFound = (of: V, found: T | null, key: K): R | null =>
      found === null ? null : join(of, found, key);
    return this.joinedByForeignKey(name, other, { foreignKey, join: joinFound, isLeft: false }, value);
  }

  /** All rows, with null where the row that they point to isn't there or they point to none. */
  leftJoinByForeignKey<FK, T, R>(
    name: string,
    other: TableOf<FK, T>,
    foreignKey: (value: V, key: K) => FK | null,
    join: (value: V, other: T | null, key: K) => R,
    { value }: { readonly value: Serde<R> },
  ): TableOf<K, R> {
    return this.joinedByForeignKey(name, other, { foreignKey, join, isLeft: true }, value);
  }

  private joinedByForeignKey<FK, T, R>(
    name: string,
    other: TableOf<FK, T>,
    how: Pick<ForeignKeyJoin<K, V, FK, T, R>, 'foreignKey' | 'join' | 'isLeft'>,
    value: Serde<R>,
  ): TableOf<K, R> {
    const left = this.sideOf(name);
    const parents = declareForeignKeyJoin(this.graph, { ...how, name, left, right: other.sideOf(name) });
    return storedTable(this.graph, 'join-foreign-key', parents, { name, key: left.key, value }, keepingTable);
  }

  private sideOf(name: string): ForeignKeySide<K, V> {
    const { parents, view } = this;
    return {
      parents,
      view,
      key: neededSerde(this.graph, this.serdes.key, 'key', name),
      value: neededSerde(this.graph, this.serdes.value, 'value', name),
    };
  }

  private joined<T, R>(
    { operator, needs }: { readonly operator: string; readonly needs: { left: boolean; right: boolean } },
    other: TableOf<K, T>,
    join: (left: V | null, right: T | null, key: K) => R | null,
    options: StoredOption<R>,
  ): TableOf<K, R> {
    const { parents, view } = declareTableJoin(this.graph, {
      operator,
      needs,
      left: this,
      right: other,
      join,
    });
    const table = new TableOf<K, R>(
      this.graph,
      parents,
      { key: this.serdes.key, value: options.value },
      view,
    );
    return options.store === undefined ? table : table.kept(options.store);
  }

  private mapped<V2>(
    operator: string,
    make: (value: V, key: K) => V2 | null,
    { store: name, value }: StoredOption<V2>,
  ): TableOf<K, V2> {
    const store =
      name === undefined
        ? undefined
        : keyValueStore<K, V2>({
            name,
            key: neededSerde(this.graph, this.serdes.key, 'key', name),
            value: neededSerde(this.graph, value, 'value', name),
          });
    const parents = this.graph.processor({
      ...(name === undefined ? {} : { name }),
      operator,
      parents: this.parents,
      stores: store ? [store] : [],
      create: mappingTable(make, store),
    });
    const view: ViewDefinition<K, V2> = store
      ? { stores: [store], open: (context) => context.store(store) }
      : { stores: this.view.stores, open: (context) => mappedView(this.view.open(context), make) };
    return new TableOf(this.graph, parents, { key: this.serdes.key, value }, view, this.windows);
  }

  private kept(name: string): TableOf<K, V> {
    const { value } = this.serdes;
    return this.mapped<V>('keep', (of) => of, { store: name, ...(value && { value }) });
  }
}

/** Declares a processor with one key-value store of its own name, and the table that the store is. */
export const storedTable = <K, V>(
  graph: Graph,
  operator: string,
  parents: readonly Parent[],
  contents: StoreContents<K, V>,
  create: (
    store: StoreDefinition<KeyValueStore<K, V>>,
  ) => (context: NodeContext) => Receiver<K | null, never>,
): TableOf<K, V> => {
  const store = keyValueStore(contents);
  const { name, key, value } = contents;
  const made = graph.processor({ name, operator, parents, stores: [store], create: create(store) });
  return new TableOf(
    graph,
    made,
    { key, value },
    { stores: [store], open: (context) => context.store(store) },
  );
};
