import type { StoreDefinition } from '../stores/store-definition.ts';
import type { WindowEntry, WindowStore } from '../stores/window-store.ts';
import type { Timestamped } from '../stores/timestamped.ts';
import type { Receiver } from '../task/receiver.ts';
import type { NodeContext } from '../topology/node.ts';
import type { SlidingWindows } from '../windows/sliding-windows.ts';
import type { Windowed } from '../windows/windowed.ts';
import { lateOutput } from './aggregate-windows.ts';
import type { Aggregation } from './aggregator.ts';

/** What the windows around a record say of its neighbours. */
interface Surroundings<A> {
  readonly starts: ReadonlySet<number>;
  /** Time of the record before it, where a window has one. */
  readonly previous: number | undefined;
  /** The aggregate of the window that ends before it. */
  readonly before: Timestamped<A> | undefined;
  /** The newest window that holds it and goes on after it. */
  readonly around: Timestamped<A> | undefined;
}

/**
 * Aggregates by key and sliding window. Each record has a window that ends with it, and one that begins right after it once another record
 * falls into that (KIP-450, KStreamSlidingWindowAggregate). Windows are brought up to date from the latest to the earliest, then the
 * new ones made: after the previous record, up to this one, after this one.
 */
export const aggregatingSliding =
  <K, V, A>(
    definition: StoreDefinition<WindowStore<K, A>>,
    { differenceMs, graceMs }: SlidingWindows,
    { initial, add }: Aggregation<K, V, A>,
  ) =>
  (context: NodeContext): Receiver<K | null, V | null> => {
    const store = context.store(definition);
    const next = context.output<Windowed<K>, A | null>();
    const late = context.output<K, V>(lateOutput);
    let observed = -1;

    const write = (key: K, start: number, aggregate: A, time: number, before: A | null): void => {
      store.put(key, start, aggregate, time);
      next.receive({ key, start, end: start + differenceMs }, aggregate, time, before);
    };
    /** A window that has closed takes the record no more; others may. */
    const isClosed = (start: number): boolean => start + differenceMs <= observed - graceMs;
    const miss = (key: K, value: V, timestamp: number): void => {
      context.drop('late', timestamp);
      late.receive(key, value, timestamp);
    };
    const extend = (key: K, value: V, timestamp: number, window: WindowEntry<A>): void => {
      if (isClosed(window.start)) return miss(key, value, timestamp);
      const time = Math.max(timestamp, window.timestamp);
      write(key, window.start, add(window.value, value, key), time, window.value);
    };
    const create = (key: K, value: V, timestamp: number, start: number, from: A | undefined): void => {
      if (isClosed(start)) return miss(key, value, timestamp);
      write(key, start, add(from === undefined ? initial() : from, value, key), timestamp, null);
    };

    /** Brings every window that holds the record up to date, and tells what there is around it. */
    const update = (key: K, value: V, timestamp: number): Surroundings<A> => {
      const starts = new Set<number>();
      let previous: number | undefined;
      let before: Timestamped<A> | undefined;
      let around: Timestamped<A> | undefined;
      const windows = store.fetch(
        key,
        Math.max(0, timestamp - 2 * differenceMs),
        timestamp + 1,
        'descending',
      );
      for (const window of windows) {
        const end = window.start + differenceMs;
        starts.add(window.start);
        if (window.start > timestamp) continue;
        if (end > timestamp) {
          around ??= window;
          extend(key, value, timestamp, window);
        } else if (end === timestamp) {
          if (window.timestamp < timestamp) previous = window.timestamp;
          extend(key, value, timestamp, window);
        } else {
          before = window;
          previous = window.timestamp;
          break;
        }
      }
      return { starts, previous, before, around };
    };

    /** The window right after the record, where others already fall into it. */
    const openAfter = (
      key: K,
      timestamp: number,
      starts: ReadonlySet<number>,
      around: Timestamped<A> | undefined,
    ): void => {
      if (around === undefined || around.timestamp <= timestamp || starts.has(timestamp + 1)) return;
      write(key, timestamp + 1, around.value, around.timestamp, null);
    };

    /** Times within the first window: all its records are in the one that starts at 0, which stands for the windows that would start earlier. */
    const receiveEarly = (key: K, value: V, timestamp: number): void => {
      const starts = new Set<number>();
      let first: WindowEntry<A> | undefined;
      let around: Timestamped<A> | undefined;
      let previous: number | undefined;
      for (const window of store.fetch(key, 0, timestamp + 1, 'descending')) {
        starts.add(window.start);
        if (window.start === 0) {
          first = window;
          if (window.timestamp < timestamp) previous = window.timestamp;
        } else if (window.start <= timestamp) {
          around ??= window;
          extend(key, value, timestamp, window);
        }
      }
      if (around === undefined && first !== undefined && first.timestamp > timestamp) around = first;
      openAfter(key, timestamp, starts, around);
      if (first === undefined) {
        create(key, value, timestamp, 0, undefined);
      } else {
        if (previous !== undefined && !starts.has(previous + 1))
          create(key, value, timestamp, previous + 1, undefined);
        extend(key, value, timestamp, first);
      }
    };

    return {
      receive: (key, value, timestamp) => {
        if (key === null) return context.drop('null-key', timestamp);
        if (value === null) return context.drop('null-value', timestamp);
        if (timestamp > observed) observed = timestamp;
        if (isClosed(timestamp + 1)) return miss(key, value, timestamp);
        if (timestamp < differenceMs) return receiveEarly(key, value, timestamp);
        const { starts, previous, before, around } = update(key, value, timestamp);
        if (previous !== undefined && !starts.has(previous + 1) && previous + 1 + differenceMs >= timestamp)
          create(key, value, timestamp, previous + 1, undefined);
        if (!starts.has(timestamp - differenceMs)) {
          const isPreviousIn = previous !== undefined && previous >= timestamp - differenceMs;
          create(key, value, timestamp, timestamp - differenceMs, isPreviousIn ? before?.value : undefined);
        }
        openAfter(key, timestamp, starts, around);
      },
    };
  };
