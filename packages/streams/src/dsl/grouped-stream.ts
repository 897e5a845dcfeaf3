import { aggregatingStream, reducingStream } from '../operators/aggregate-stream.ts';
import { type Aggregation, counting } from '../operators/aggregator.ts';
import { numberSerde, type Serde } from '../serde/serde.ts';
import type { Graph } from '../topology/graph.ts';
import type { SessionWindows } from '../windows/session-windows.ts';
import type { SlidingWindows } from '../windows/sliding-windows.ts';
import type { TimeWindows } from '../windows/time-windows.ts';
import type { KeyedRecords } from './keyed-records.ts';
import { SessionStream } from './session-stream.ts';
import { storedTable, type TableOf } from './table.ts';
import { WindowedStream } from './windowed-stream.ts';

/** Records by key. Each aggregate is a table, whose name is that of its store. */
export class GroupedStream<K, V> {
  private readonly graph: Graph;
  private readonly keyedFor: (name: string) => KeyedRecords<K, NonNullable<V>>;

  constructor(graph: Graph, keyedFor: (name: string) => KeyedRecords<K, NonNullable<V>>) {
    this.graph = graph;
    this.keyedFor = keyedFor;
  }

  /** Windows of time: tumbling, hopping or sliding; or sessions. */
  windowedBy(windows: TimeWindows | SlidingWindows): WindowedStream<K, V>;
  windowedBy(windows: SessionWindows): SessionStream<K, V>;
  windowedBy(windows: TimeWindows | SlidingWindows | SessionWindows) {
    return windows.kind === 'session'
      ? new SessionStream<K, V>(this.graph, this.keyedFor, windows)
      : new WindowedStream<K, V>(this.graph, this.keyedFor, windows);
  }

  /** @param name of the store */
  count(name: string): TableOf<K, number> {
    return this.aggregate(name, counting, { value: numberSerde });
  }

  /** @param options how the aggregate is written */
  aggregate<A>(
    name: string,
    aggregation: Aggregation<K, NonNullable<V>, A>,
    { value }: { readonly value: Serde<A> },
  ): TableOf<K, A> {
    const { parents, key } = this.keyedFor(name);
    return storedTable(this.graph, 'aggregate', parents, { name, key, value }, (store) =>
      aggregatingStream(store, aggregation),
    );
  }

  /** The first value of a key stands as it is, each later one is reduced into it. */
  reduce(
    name: string,
    reduce: (reduced: NonNullable<V>, value: NonNullable<V>, key: K) => NonNullable<V>,
  ): TableOf<K, NonNullable<V>> {
    const { parents, key, value } = this.keyedFor(name);
    return storedTable(this.graph, 'reduce', parents, { name, key, value: value() }, (store) =>
      reducingStream(store, reduce),
    );
  }
}
