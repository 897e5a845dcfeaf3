import { describe, expect, it } from '@jest/globals';
import { orderOutcomes } from './order-outcomes.ts';

const never = new AbortController().signal;

describe('waiting for the outcome of an order', () => {
  it('resolves true once a look finds the order settled', async () => {
    const looks: string[][] = [];
    const outcomes = orderOutcomes({
      intervalMs: 1,
      settledAmong: async (ids) => {
        looks.push([...ids]);
        return looks.length < 3 ? [] : ids;
      },
    });
    await expect(outcomes.settled('a', 5_000, never)).resolves.toBe(true);
    expect(looks).toEqual([['a'], ['a'], ['a']]);
  });

  it('asks once a tick for all that wait, each for its own order', async () => {
    const looks: string[][] = [];
    const outcomes = orderOutcomes({
      intervalMs: 1,
      settledAmong: async (ids) => {
        looks.push([...ids]);
        return looks.length === 1 ? [] : ids;
      },
    });
    const settled = await Promise.all([
      outcomes.settled('a', 5_000, never),
      outcomes.settled('a', 5_000, never),
      outcomes.settled('b', 5_000, never),
    ]);
    expect(settled).toEqual([true, true, true]);
    expect(looks).toEqual([['a'], ['a', 'b']]);
  });

  it('resolves false when the time is over, and asks no more', async () => {
    let looks = 0;
    const outcomes = orderOutcomes({
      intervalMs: 1,
      settledAmong: async () => {
        looks += 1;
        return [];
      },
    });
    await expect(outcomes.settled('a', 20, never)).resolves.toBe(false);
    const afterwards = looks;
    await expect(outcomes.settled('b', 20, never)).resolves.toBe(false);
    expect(looks).toBeGreaterThan(afterwards);
  });

  it('resolves false when the caller has gone', async () => {
    const gone = new AbortController();
    const outcomes = orderOutcomes({ intervalMs: 1, settledAmong: async () => [] });
    const settled = outcomes.settled('a', 60_000, gone.signal);
    gone.abort();
    await expect(settled).resolves.toBe(false);
  });

  it('rejects when the look-up fails, and serves the next caller', async () => {
    let fail = true;
    const outcomes = orderOutcomes({
      intervalMs: 1,
      settledAmong: async (ids) => {
        if (fail) throw new Error('the database is away');
        return ids;
      },
    });
    await expect(outcomes.settled('a', 5_000, never)).rejects.toThrow('the database is away');
    fail = false;
    await expect(outcomes.settled('a', 5_000, never)).resolves.toBe(true);
  });
});
