import { aggregatingSliding } from '../operators/aggregate-sliding.ts';
import { aggregatingWindows } from '../operators/aggregate-windows.ts';
import { type Aggregation, counting } from '../operators/aggregator.ts';
import { numberSerde, type Serde } from '../serde/serde.ts';
import { timeWindowedSerde } from '../serde/windowed-serde.ts';
import { windowStore } from '../stores/store-definition.ts';
import type { Graph } from '../topology/graph.ts';
import type { StreamTopic } from '../topology/topic.ts';
import type { SlidingWindows } from '../windows/sliding-windows.ts';
import type { TimeWindows } from '../windows/time-windows.ts';
import type { Windowed } from '../windows/windowed.ts';
import { sendLate } from './late-records.ts';
import type { KeyedRecords } from './keyed-records.ts';
import { TableOf } from './table.ts';

/** Records by key and window. A late record is left out and counted; `lateTo` sends it to a topic as well. */
export class WindowedStream<K, V> {
  private readonly graph: Graph;
  private readonly keyedFor: (name: string) => KeyedRecords<K, NonNullable<V>>;
  private readonly windows: TimeWindows | SlidingWindows;
  private readonly late: StreamTopic<K, V> | undefined;

  constructor(
    graph: Graph,
    keyedFor: (name: string) => KeyedRecords<K, NonNullable<V>>,
    windows: TimeWindows | SlidingWindows,
    late?: StreamTopic<K, V>,
  ) {
    this.graph = graph;
    this.keyedFor = keyedFor;
    this.windows = windows;
    this.late = late;
  }

  /** The same, with late records sent to a topic: of windows that overlap once for each that a record missed. */
  lateTo(topic: StreamTopic<K, V>): WindowedStream<K, V> {
    return new WindowedStream(this.graph, this.keyedFor, this.windows, topic);
  }

  /** @param name of the store */
  count(name: string): TableOf<Windowed<K>, number> {
    return this.aggregate(name, counting, { value: numberSerde });
  }

  /** @param options how the aggregate is written */
  aggregate<A>(
    name: string,
    aggregation: Aggregation<K, V, A>,
    { value }: { readonly value: Serde<A> },
  ): TableOf<Windowed<K>, A> {
    const { windows } = this;
    const { parents: from, key } = this.keyedFor(name);
    const lengthMs = windows.kind === 'time' ? windows.sizeMs : windows.differenceMs;
    const retentionMs =
      (windows.kind === 'time' ? windows.sizeMs : 2 * windows.differenceMs) + windows.graceMs;
    const store = windowStore<K, A>({ name, key, value, retentionMs });
    const parents = this.graph.processor({
      name,
      operator: 'aggregate-windows',
      parents: from,
      stores: [store],
      settings: { ...windows },
      create:
        windows.kind === 'time'
          ? aggregatingWindows(store, windows, aggregation)
          : aggregatingSliding(store, windows, aggregation),
    });
    sendLate(this.graph, name, parents, this.late);
    return new TableOf(
      this.graph,
      parents,
      { key: timeWindowedSerde(key, lengthMs), value },
      {
        stores: [store],
        open: (context) => {
          const kept = context.store(store);
          return { get: ({ key: of, start }) => kept.get(of, start) };
        },
      },
      { graceMs: windows.graceMs },
    );
  }
}
