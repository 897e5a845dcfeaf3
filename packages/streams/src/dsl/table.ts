import { mappingTable } from '../operators/map-table.ts';
import { keepingTable } from '../operators/table-source.ts';
import { joiningTables } from '../operators/join-tables.ts';
import { regrouping } from '../operators/regroup-table.ts';
import { suppressing } from '../operators/suppress.ts';
import type { Serde } from '../serde/serde.ts';
import type { KeyValueStore } from '../stores/key-value-store.ts';
import {
  keyValueStore,
  type StoreContents,
  type StoreDefinition,
  timeOrderedBuffer,
} from '../stores/store-definition.ts';
import type { Receiver } from '../task/receiver.ts';
import type { Graph } from '../topology/graph.ts';
import type { NodeContext, Parent, TableView } from '../topology/node.ts';
import { declareForeignKeyJoin, type ForeignKeyJoin, type ForeignKeySide } from './foreign-key-join.ts';
import { groupChangeSerde } from './group-change-serde.ts';
import { GroupedTable } from './grouped-table.ts';
import { missing, type Serdes, type ValueOption } from './serdes.ts';
import { StreamOf } from './stream.ts';
import type { Suppressed } from './suppressed.ts';
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
    return new StreamOf<K, V | null>(this.graph, this.parents, { key, value: value && orNull(value) });
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
    const key = this.serdeOf('key', name);
    const value = this.serdeOf('value', name);
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
    return { parents, view, key: this.serdeOf('key', name), value: this.serdeOf('value', name) };
  }

  private joined<T, R>(
    { operator, needs }: { readonly operator: string; readonly needs: { left: boolean; right: boolean } },
    other: TableOf<K, T>,
    join: (left: V | null, right: T | null, key: K) => R | null,
    options: StoredOption<R>,
  ): TableOf<K, R> {
    const stores = [...new Set([...this.view.stores, ...other.view.stores])];
    const side = <Own, Other>(
      table: TableOf<K, Own>,
      opposite: TableOf<K, Other>,
      ofSide: (own: Own | null, opposite: Other | null, key: K) => R | null,
      needsOther: boolean,
    ): readonly Parent[] =>
      this.graph.processor({
        operator,
        parents: table.parents,
        stores,
        create: joiningTables({ other: (context) => opposite.view.open(context), join: ofSide, needsOther }),
      });
    const parents = [
      ...side<V, T>(this, other, join, needs.right),
      ...side<T, V>(other, this, (right, left, key) => join(left, right, key), needs.left),
    ];
    const view: ViewDefinition<K, R> = {
      stores,
      open: (context) => joinedView(this.view.open(context), other.view.open(context), join),
    };
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
            key: this.serdeOf('key', name),
            value: value ?? this.noSerde('value', name),
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

  private serdeOf(what: 'key', name: string): Serde<K>;
  private serdeOf(what: 'value', name: string): Serde<V>;
  private serdeOf(what: 'key' | 'value', name: string): Serde<K> | Serde<V> {
    return this.serdes[what] ?? this.noSerde<K & V>(what, name);
  }

  private noSerde<T>(what: string, name: string): Serde<T> {
    this.graph.report(`${name} needs to know how its ${what}s are written: name a serde where they are made`);
    return missing<T>();
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

const orNull = <V>(value: Serde<V>): Serde<V | null> => ({
  serialize: (of) => (of === null ? null : value.serialize(of)),
  deserialize: (bytes) => (bytes === null ? null : value.deserialize(bytes)),
});

const mappedView = <K, V, V2>(
  of: TableView<K, V>,
  make: (value: V, key: K) => V2 | null,
): TableView<K, V2> => ({
  get: (key) => {
    const found = of.get(key);
    const value = found === undefined ? null : make(found.value, key);
    return found === undefined || value === null ? undefined : { value, timestamp: found.timestamp };
  },
});

const joinedView = <K, L, R, J>(
  ofLeft: TableView<K, L>,
  ofRight: TableView<K, R>,
  join: (left: L | null, right: R | null, key: K) => J | null,
): TableView<K, J> => ({
  get: (key) => {
    const left = ofLeft.get(key);
    const right = ofRight.get(key);
    const value = join(left ? left.value : null, right ? right.value : null, key);
    return value === null
      ? undefined
      : { value, timestamp: Math.max(left?.timestamp ?? -1, right?.timestamp ?? -1) };
  },
});
