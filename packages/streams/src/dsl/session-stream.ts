import { aggregatingSessions, type SessionAggregation } from '../operators/aggregate-sessions.ts';
import { counting } from '../operators/aggregator.ts';
import { numberSerde, type Serde } from '../serde/serde.ts';
import { sessionWindowedSerde } from '../serde/windowed-serde.ts';
import { sessionStore } from '../stores/store-definition.ts';
import type { Graph } from '../topology/graph.ts';
import type { StreamTopic } from '../topology/topic.ts';
import type { SessionWindows } from '../windows/session-windows.ts';
import type { Windowed } from '../windows/windowed.ts';
import { sendLate } from './late-records.ts';
import type { KeyedRecords } from './keyed-records.ts';
import { TableOf } from './table.ts';

/** Records by key and session. A late record is left out and counted; `lateTo` sends it to a topic as well. */
export class SessionStream<K, V> {
  private readonly graph: Graph;
  private readonly keyedFor: (name: string) => KeyedRecords<K, NonNullable<V>>;
  private readonly windows: SessionWindows;
  private readonly late: StreamTopic<K, V> | undefined;

  constructor(
    graph: Graph,
    keyedFor: (name: string) => KeyedRecords<K, NonNullable<V>>,
    windows: SessionWindows,
    late?: StreamTopic<K, V>,
  ) {
    this.graph = graph;
    this.keyedFor = keyedFor;
    this.windows = windows;
    this.late = late;
  }

  lateTo(topic: StreamTopic<K, V>): SessionStream<K, V> {
    return new SessionStream(this.graph, this.keyedFor, this.windows, topic);
  }

  /** @param name of the store */
  count(name: string): TableOf<Windowed<K>, number> {
    return this.aggregate(name, { ...counting, merge: (one, other) => one + other }, { value: numberSerde });
  }

  /** @param options how the aggregate is written */
  aggregate<A>(
    name: string,
    aggregation: SessionAggregation<K, V, A>,
    { value }: { readonly value: Serde<A> },
  ): TableOf<Windowed<K>, A> {
    const { gapMs, graceMs } = this.windows;
    const { parents: from, key } = this.keyedFor(name);
    const store = sessionStore<K, A>({ name, key, value, retentionMs: gapMs + graceMs });
    const parents = this.graph.processor({
      name,
      operator: 'aggregate-sessions',
      parents: from,
      stores: [store],
      settings: { ...this.windows },
      create: aggregatingSessions(store, this.windows, aggregation),
    });
    sendLate(this.graph, name, parents, this.late);
    return new TableOf(
      this.graph,
      parents,
      { key: sessionWindowedSerde(key), value },
      {
        stores: [store],
        open: (context) => {
          const kept = context.store(store);
          return {
            get: ({ key: of, start, end }) => {
              const session = kept.find(of, end, start).find((one) => one.start === start && one.end === end);
              return session && { value: session.value, timestamp: end };
            },
          };
        },
      },
      { graceMs: graceMs + gapMs },
    );
  }
}
