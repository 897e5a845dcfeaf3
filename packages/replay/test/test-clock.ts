import type { Clock } from '../src/clock.ts';

/** A clock that goes only where the test or a sleeper moves it. */
export const testClock = () => {
  let now = 0;
  const clock: Clock = {
    now: () => now,
    sleep: async (milliseconds, signal) => {
      signal.throwIfAborted();
      now += milliseconds;
    },
  };
  return {
    ...clock,
    advance: (milliseconds: number) => {
      now += milliseconds;
    },
  };
};
