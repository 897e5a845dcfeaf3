import type { SessionStore } from '../stores/session-store.ts';
import type { StoreDefinition } from '../stores/store-definition.ts';
import type { Receiver } from '../task/receiver.ts';
import type { NodeContext } from '../topology/node.ts';
import type { SessionWindows } from '../windows/session-windows.ts';
import type { Windowed } from '../windows/windowed.ts';
import { lateOutput } from './aggregate-windows.ts';
import type { Aggregation } from './aggregator.ts';

export interface SessionAggregation<K, V, A> extends Aggregation<K, V, A> {
  /** Makes one of two sessions that a record has brought together. */
  readonly merge: (one: A, other: A, key: K) => A;
}

/**
 * Aggregates by key and session. Sessions that a record extends or brings together are withdrawn, each by a null, before the one that
 * takes their place; results have the time of their session's end (KStreamSessionWindowAggregate).
 */
export const aggregatingSessions =
  <K, V, A>(
    definition: StoreDefinition<SessionStore<K, A>>,
    { gapMs, graceMs }: SessionWindows,
    { initial, add, merge }: SessionAggregation<K, V, A>,
  ) =>
  (context: NodeContext): Receiver<K | null, V> => {
    const store = context.store(definition);
    const next = context.output<Windowed<K>, A | null>();
    const late = context.output<K, V>(lateOutput);
    let observed = -1;
    return {
      receive: (key, value, timestamp) => {
        if (key === null) return context.drop('null-key', timestamp);
        if (timestamp > observed) observed = timestamp;
        const met = store.find(key, timestamp - gapMs, timestamp + gapMs);
        let start = timestamp;
        let end = timestamp;
        let aggregate = initial();
        for (const session of met) {
          start = Math.min(start, session.start);
          end = Math.max(end, session.end);
          aggregate = merge(aggregate, session.value, key);
        }
        if (end < observed - graceMs - gapMs) {
          context.drop('late', timestamp);
          late.receive(key, value, timestamp);
          return;
        }
        const grew = start !== timestamp || end !== timestamp;
        for (const session of grew ? met : []) {
          store.remove(key, session.start, session.end);
          next.receive({ key, start: session.start, end: session.end }, null, session.end, session.value);
        }
        aggregate = add(aggregate, value, key);
        store.put(key, { start, end, value: aggregate });
        next.receive({ key, start, end }, aggregate, end, grew ? null : (met[0]?.value ?? null));
      },
    };
  };
