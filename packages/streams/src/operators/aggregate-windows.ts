import type { StoreDefinition } from '../stores/store-definition.ts';
import type { WindowStore } from '../stores/window-store.ts';
import type { Receiver } from '../task/receiver.ts';
import type { NodeContext } from '../topology/node.ts';
import { firstWindowStart, type TimeWindows } from '../windows/time-windows.ts';
import type { Windowed } from '../windows/windowed.ts';
import type { Aggregation } from './aggregator.ts';

/** Output of a windowed operator for records that came too late. */
export const lateOutput = 1;

/**
 * Aggregates by key and by each window that holds the record's time. A window whose end and grace are behind the newest time seen
 * takes nothing any more; what it would have taken is dropped as late (KStreamWindowAggregate).
 */
export const aggregatingWindows =
  <K, V, A>(
    definition: StoreDefinition<WindowStore<K, A>>,
    windows: TimeWindows,
    { initial, add }: Aggregation<K, V, A>,
  ) =>
  (context: NodeContext): Receiver<K | null, V> => {
    const { sizeMs, advanceMs, graceMs } = windows;
    const store = context.store(definition);
    const next = context.output<Windowed<K>, A | null>();
    const late = context.output<K, V>(lateOutput);
    let observed = -1;
    return {
      receive: (key, value, timestamp) => {
        if (key === null) return context.drop('null-key', timestamp);
        if (timestamp > observed) observed = timestamp;
        const closed = observed - graceMs;
        for (let start = firstWindowStart(windows, timestamp); start <= timestamp; start += advanceMs) {
          const end = start + sizeMs;
          if (end <= closed) {
            context.drop('late', timestamp);
            late.receive(key, value, timestamp);
            continue;
          }
          const before = store.get(key, start);
          const aggregate = add(before === undefined ? initial() : before.value, value, key);
          const time = before === undefined ? timestamp : Math.max(timestamp, before.timestamp);
          store.put(key, start, aggregate, time);
          next.receive({ key, start, end }, aggregate, time, before === undefined ? null : before.value);
        }
      },
    };
  };
