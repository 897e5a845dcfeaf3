import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { firstWindowStart, hopping, type TimeWindows, tumbling } from './time-windows.ts';

const startsOf = (windows: TimeWindows, time: number): number[] => {
  const starts: number[] = [];
  for (let start = firstWindowStart(windows, time); start <= time; start += windows.advanceMs)
    starts.push(start);
  return starts;
};

const anyWindows = fc
  .tuple(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 60 }))
  .map(([one, other]) =>
    hopping({ sizeMs: Math.max(one, other), advanceMs: Math.min(one, other), graceMs: 0 }),
  );
/** Times at the epoch, where windows that would start earlier are missing, and far from it. */
const epoch = fc.integer({ min: 0, max: 200 });
const today = fc.integer({ min: 1_790_000_000_000, max: 1_790_000_000_200 });
const anyTime = fc.oneof(epoch, today);

describe('the windows of a time', () => {
  it.each([
    [{ sizeMs: 10, advanceMs: 10 }, 0, [0]],
    [{ sizeMs: 10, advanceMs: 10 }, 9, [0]],
    [{ sizeMs: 10, advanceMs: 10 }, 10, [10]],
    [{ sizeMs: 10, advanceMs: 5 }, 0, [0]],
    [{ sizeMs: 10, advanceMs: 5 }, 4, [0]],
    [{ sizeMs: 10, advanceMs: 5 }, 5, [0, 5]],
    [{ sizeMs: 10, advanceMs: 5 }, 9, [0, 5]],
    [{ sizeMs: 10, advanceMs: 5 }, 10, [5, 10]],
    [{ sizeMs: 10, advanceMs: 4 }, 11, [4, 8]],
    [{ sizeMs: 10, advanceMs: 4 }, 13, [4, 8, 12]],
    [{ sizeMs: 10, advanceMs: 4 }, 14, [8, 12]],
    [{ sizeMs: 1, advanceMs: 1 }, 7, [7]],
  ])('of %j: %i is in those that start at %j', (lengths, time, starts) => {
    expect(startsOf(hopping({ ...lengths, graceMs: 0 }), time)).toEqual(starts);
  });

  it('are exactly those that hold it, of all that start at multiples of the advance', () => {
    fc.assert(
      fc.property(anyWindows, epoch, (windows, time) => {
        const { sizeMs, advanceMs } = windows;
        const holding: number[] = [];
        for (let start = 0; start <= time; start += advanceMs) if (time < start + sizeMs) holding.push(start);
        expect(startsOf(windows, time)).toEqual(holding);
      }),
    );
  });

  it('hold it, stand in steps of the advance, and none is missing before the first or after the last', () => {
    fc.assert(
      fc.property(anyWindows, anyTime, (windows, time) => {
        const { sizeMs, advanceMs } = windows;
        const starts = startsOf(windows, time);
        const [first = NaN] = starts;
        const last = starts.at(-1) ?? NaN;
        for (const start of starts) {
          expect(start % advanceMs).toBe(0);
          expect(start <= time && time < start + sizeMs).toBe(true);
        }
        expect(first === 0 || first - advanceMs + sizeMs <= time).toBe(true);
        expect(last + advanceMs).toBeGreaterThan(time);
      }),
    );
  });

  it('are one where they tumble, with times before its end and at its end parted', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000 }), anyTime, (sizeMs, time) => {
        const windows = tumbling({ sizeMs, graceMs: 0 });
        const [start = NaN, ...others] = startsOf(windows, time);
        expect(others).toEqual([]);
        expect(startsOf(windows, start)).toEqual([start]);
        expect(startsOf(windows, start + sizeMs - 1)).toEqual([start]);
        expect(startsOf(windows, start + sizeMs)).toEqual([start + sizeMs]);
      }),
    );
  });

  it('are size / advance, rounded up or down, away from the epoch', () => {
    fc.assert(
      fc.property(anyWindows, today, (windows, time) => {
        const ratio = windows.sizeMs / windows.advanceMs;
        expect([Math.floor(ratio), Math.ceil(ratio)]).toContain(startsOf(windows, time).length);
      }),
    );
  });
});

describe('windows that can not be', () => {
  it.each([
    [{ sizeMs: 0, advanceMs: 1, graceMs: 0 }],
    [{ sizeMs: 10, advanceMs: 0, graceMs: 0 }],
    [{ sizeMs: 10, advanceMs: 11, graceMs: 0 }],
    [{ sizeMs: 10, advanceMs: 5, graceMs: -1 }],
    [{ sizeMs: 10.5, advanceMs: 5, graceMs: 0 }],
    [{ sizeMs: Infinity, advanceMs: 5, graceMs: 0 }],
    [{ sizeMs: 10, advanceMs: NaN, graceMs: 0 }],
  ])('%j are refused', (lengths) => {
    expect(() => hopping(lengths)).toThrow(expect.objectContaining({ code: 'INVALID_WINDOW' }));
  });
});
