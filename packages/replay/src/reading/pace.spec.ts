import { describe, expect, it } from '@jest/globals';
import { testClock } from '../../test/test-clock.ts';
import { paceOf, unpaced } from './pace.ts';

const { signal } = new AbortController();

describe('a pace', () => {
  const pass = async (pace: { next(signal: AbortSignal): Promise<void> }, count: number) => {
    for (let passed = 0; passed < count; passed += 1) await pace.next(signal);
  };

  it.each([
    [10, 31, 3_000],
    [1_000, 5_001, 5_000],
    [0.5, 3, 4_000],
  ])('of %d a second lets %d records pass in %d ms', async (rate, count, milliseconds) => {
    const clock = testClock();
    await pass(paceOf(rate, clock), count);
    expect(Math.abs(clock.now() - milliseconds)).toBeLessThanOrEqual(10);
  });

  it('does not make up for a pause of longer than a second', async () => {
    const clock = testClock();
    const pace = paceOf(10, clock);
    await pass(pace, 1);
    clock.advance(60_000);
    await pass(pace, 31);
    // Ten at once for the second that counts, and the rest at its pace.
    expect(clock.now() - 60_000).toBeGreaterThanOrEqual(1_900);
  });

  it('ends its wait with the signal', async () => {
    const pace = paceOf(1, testClock());
    await pace.next(signal);
    const reason = new Error('stopped');
    await expect(pace.next(AbortSignal.abort(reason))).rejects.toBe(reason);
    await expect(unpaced.next(AbortSignal.abort(reason))).rejects.toBe(reason);
  });
});
