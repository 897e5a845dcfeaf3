import { describe, expect, it } from '@jest/globals';
import { offsetsIn, resolveRange, type RangeSource } from './replay-range.ts';

/** Two partitions: offsets 5 to 100 of which the last ten are of an open transaction, and an empty one. */
const source: RangeSource = {
  partitionCount: async () => 2,
  bounds: async (_, partition) =>
    partition === 0 ? { start: 5n, lastStable: 90n, end: 100n } : { start: 0n, lastStable: 0n, end: 0n },
  offsetForTime: async (_, partition, time) => {
    if (partition === 1) return 0n;
    return time < 1_000 ? 42n : 100n;
  },
};
const whole = { from: 'earliest', to: 'end' } as const;

describe('a range', () => {
  it.each([
    ['the whole log', {}, 5n, 90n],
    ['from an offset to an offset', { from: { offset: 10n }, to: { offset: 20n } }, 10n, 20n],
    ['from before the log to behind it', { from: { offset: 0n }, to: { offset: 95n } }, 5n, 90n],
    ['from a time', { from: { time: 999 } }, 42n, 90n],
    ['to a time', { to: { time: 999 } }, 5n, 42n],
    ['from a time after the last record', { from: { time: 5_000 } }, 90n, 90n],
    ['that ends before it begins', { from: { offset: 50n }, to: { offset: 40n } }, 40n, 40n],
    ['that ends before the log begins', { to: { offset: 2n } }, 5n, 5n],
  ])('%s holds what can be read', async (_, asked, from, to) => {
    const [range] = await resolveRange(source, 'things', { ...whole, ...asked, partition: 0 });
    expect(range).toEqual({ partition: 0, from, to, fromStart: from === 5n });
  });

  it('ends where it is told to at the latest', async () => {
    const ranges = await resolveRange(source, 'things', whole, [30n, 30n]);
    expect(ranges.map(({ from, to }) => [from, to])).toEqual([
      [5n, 30n],
      [0n, 0n],
    ]);
    expect(offsetsIn(ranges)).toBe(25);
  });

  it('of a partition that is not there is an error', async () => {
    await expect(resolveRange(source, 'things', { ...whole, partition: 2 })).rejects.toMatchObject({
      code: 'INVALID_REQUEST',
    });
  });
});
