import { describe, expect, it } from '@jest/globals';
import { rateClock } from './rate-clock.ts';

const measure = (steps: readonly (readonly [at: number, records: number])[]): Promise<number> => {
  let time = 0;
  const clock = rateClock(
    { warmUp: { records: 100, milliseconds: 50 }, measured: { records: 1_000, milliseconds: 500 } },
    () => time,
  );
  for (const [at, records] of steps) {
    time = at;
    clock.handled(records);
  }
  return clock.rate;
};

describe('the rate of handled records', () => {
  it('leaves out those of the warm-up, and the time before the first', async () => {
    await expect(
      measure([
        [900, 1],
        [910, 99],
        [920, 600],
        [1_110, 400],
      ]),
    ).resolves.toBe(5_000);
  });

  it('is that of the time there was, where records come slowly', async () => {
    await expect(
      measure([
        [0, 1],
        [60, 1],
        [300, 5],
        [560, 5],
      ]),
    ).resolves.toBe(20);
  });
});
