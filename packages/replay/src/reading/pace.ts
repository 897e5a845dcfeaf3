import type { Clock } from '../clock.ts';

/** Holds a reader to a rate. */
export interface Pace {
  /** Resolves when the next record may go on. */
  next(signal: AbortSignal): Promise<void>;
}

/** A timer is no finer than this, so shorter waits are saved up. */
const shortestWaitMs = 10;
/** What was missed longer ago is not made up for: no burst after a pause. */
const memoryMs = 1_000;

/**
 * Lets at most `ratePerSecond` records pass in any second, evenly but for a hundredth of a second, and after a pause those of
 * one second more.
 */
export const paceOf = (ratePerSecond: number, clock: Clock): Pace => {
  const stepMs = 1_000 / ratePerSecond;
  let due = clock.now();
  return {
    async next(signal) {
      const now = clock.now();
      if (due < now - memoryMs) due = now - memoryMs;
      if (due - now >= shortestWaitMs) await clock.sleep(due - now, signal);
      due += stepMs;
    },
  };
};

/** No limit. */
export const unpaced: Pace = { next: async (signal) => signal.throwIfAborted() };
