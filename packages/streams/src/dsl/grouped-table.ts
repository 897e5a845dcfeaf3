import { aggregatingTable, type TableAggregation } from '../operators/regroup-table.ts';
import { numberSerde, type Serde } from '../serde/serde.ts';
import type { Graph } from '../topology/graph.ts';
import type { Parent } from '../topology/node.ts';
import { storedTable, type TableOf } from './table.ts';

/** Rows of a table by another key: each change takes the old value out of its group and puts the new one into its own. */
export class GroupedTable<K, V> {
  private readonly graph: Graph;
  private readonly key: Serde<K>;
  private readonly regrouped: (name: string) => readonly Parent[];

  constructor(graph: Graph, key: Serde<K>, regrouped: (name: string) => readonly Parent[]) {
    this.graph = graph;
    this.key = key;
    this.regrouped = regrouped;
  }

  /** @param name of the store */
  count(name: string): TableOf<K, number> {
    return this.aggregate(
      name,
      { initial: () => 0, add: (count) => count + 1, subtract: (count) => count - 1 },
      { value: numberSerde },
    );
  }

  /** @param options how the aggregate is written */
  aggregate<A>(
    name: string,
    aggregation: TableAggregation<K, V, A>,
    { value }: { readonly value: Serde<A> },
  ): TableOf<K, A> {
    return storedTable(
      this.graph,
      'aggregate-table',
      this.regrouped(name),
      { name, key: this.key, value },
      (store) => aggregatingTable(store, aggregation),
    );
  }
}
