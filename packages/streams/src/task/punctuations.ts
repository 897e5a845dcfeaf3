import type { Cancellation, PunctuationInterval } from '../topology/node.ts';

interface Scheduled extends PunctuationInterval {
  readonly punctuate: (now: number) => void;
  due: number;
}

/** Callbacks by the two clocks of a task. */
export interface Punctuations {
  schedule(interval: PunctuationInterval, punctuate: (now: number) => void): Cancellation;
  /** Calls what is due, once however many intervals have passed: a late punctuation is not made up for. */
  advance(clock: PunctuationInterval['clock'], now: number): void;
}

/**
 * By stream time the first call comes with the first record, and the next at the following multiple of the interval since the epoch, as
 * in Kafka Streams; by the wall clock the first comes an interval after the start.
 */
export const punctuations = (startsAt: number): Punctuations => {
  const scheduled = new Set<Scheduled>();
  let wallClock = startsAt;

  return {
    schedule: ({ everyMs, clock }, punctuate) => {
      if (!Number.isSafeInteger(everyMs) || everyMs < 1)
        throw new RangeError(`an interval of ${everyMs} ms; it must be an integer of at least 1`);
      const entry = { everyMs, clock, punctuate, due: clock === 'wall-clock' ? wallClock + everyMs : 0 };
      scheduled.add(entry);
      return { cancel: () => void scheduled.delete(entry) };
    },
    advance: (clock, now) => {
      if (clock === 'wall-clock') wallClock = now;
      if (now < 0 || scheduled.size === 0) return;
      for (const entry of scheduled) {
        if (entry.clock !== clock || now < entry.due) continue;
        entry.punctuate(now);
        const missed = Math.floor((now - entry.due) / entry.everyMs);
        entry.due += (missed + 1) * entry.everyMs;
      }
    },
  };
};
