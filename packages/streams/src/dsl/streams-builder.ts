import { keepingTable } from '../operators/table-source.ts';
import { withoutNull } from '../serde/serde.ts';
import { keyValueStore } from '../stores/store-definition.ts';
import { Graph } from '../topology/graph.ts';
import type { StreamTopic } from '../topology/topic.ts';
import { type Topology, topologyOf } from '../topology/topology.ts';
import { GlobalTable } from './global-table.ts';
import { StreamOf } from './stream.ts';
import { storedTable, type TableOf } from './table.ts';

/** Declares a topology from its topics on. Nothing runs before, or because, it is built. */
export class StreamsBuilder {
  private readonly graph = new Graph();

  /** Every record of a topic as it comes. */
  stream<K, V>(topic: StreamTopic<K, V>): StreamOf<K, V> {
    const parents = this.graph.source({ topic, role: 'input', isTable: false });
    return new StreamOf(this.graph, parents, topic);
  }

  /**
   * The latest value of each key of a topic; a null value deletes.
   * @param name of its store
   */
  table<K, V>(topic: StreamTopic<K, V>, name: string): TableOf<NonNullable<K>, NonNullable<V>> {
    const [key, value] = [withoutNull(topic.key), withoutNull(topic.value)];
    const source = this.graph.source({ topic, role: 'input', isTable: true });
    return storedTable(this.graph, 'table', source, { name, key, value }, keepingTable);
  }

  /**
   * A table that every task holds whole, to be joined by any key. It is read to its end before the first record is handled.
   * @param name of its store
   */
  globalTable<K, V>(topic: StreamTopic<K, V>, name: string): GlobalTable<NonNullable<K>, NonNullable<V>> {
    const store = keyValueStore({ name, key: withoutNull(topic.key), value: withoutNull(topic.value) });
    const source = this.graph.source({ topic, role: 'global', isTable: true });
    this.graph.processor({
      name,
      operator: 'global-table',
      parents: source,
      stores: [store],
      create: keepingTable(store),
    });
    return new GlobalTable({ stores: [store], open: (context) => context.store(store) });
  }

  /** @throws TopologyError with all that is wrong and where it was declared */
  build(): Topology {
    return topologyOf(this.graph.finished());
  }
}
