import type { Suppression } from '../operators/suppress.ts';
import type { Windowed } from '../windows/windowed.ts';
import type { WindowsOfTable } from './table.ts';

/** When a suppressed change is let through, made for the windows of the table that it is asked of. */
export type Suppressed<K> = (windows: WindowsOfTable | undefined) => Suppression<K> | 'no-windows';

export interface SuppressBuffer {
  /** How many keys may wait; default: no bound. */
  readonly maxKeys?: number;
  /** What happens with one more: the first is let through before its time, or the task stops. */
  readonly whenFull?: 'emit-early' | 'fail';
}

/** One result a window, when no record can change it any more. It takes a later record of any key to see that a window has closed. */
export const untilWindowCloses =
  <K>({ maxKeys = Infinity }: Pick<SuppressBuffer, 'maxKeys'> = {}): Suppressed<Windowed<K>> =>
  (windows) =>
    windows === undefined
      ? 'no-windows'
      : {
          timeOf: ({ end }) => end,
          waitMs: windows.graceMs,
          dropsNull: true,
          maxKeys,
          // A result that is let through early would not be the final one.
          whenFull: 'fail',
        };

/** At most one change of a key in so many ms of stream time. */
export const untilTimeLimit =
  <K>(limitMs: number, { maxKeys = Infinity, whenFull = 'emit-early' }: SuppressBuffer = {}): Suppressed<K> =>
  () => ({ timeOf: (_, timestamp) => timestamp, waitMs: limitMs, dropsNull: false, maxKeys, whenFull });
