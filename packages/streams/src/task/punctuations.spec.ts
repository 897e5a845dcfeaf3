import { describe, expect, it } from '@jest/globals';
import type { PunctuationInterval } from '../topology/node.ts';
import { punctuations } from './punctuations.ts';

const watched = (interval: PunctuationInterval, startsAt = 0) => {
  const clocks = punctuations(startsAt);
  const calls: number[] = [];
  const scheduled = clocks.schedule(interval, (now) => calls.push(now));
  const advance = (...times: readonly number[]) => {
    for (const now of times) clocks.advance(interval.clock, now);
  };
  return { clocks, calls, cancel: () => scheduled.cancel(), advance };
};

describe('punctuations by stream time', () => {
  const interval = { everyMs: 100, clock: 'stream-time' } as const;

  it('begin with the first record', () => {
    const { calls, advance } = watched(interval);
    advance(-1);
    expect(calls).toEqual([]);
    advance(0);
    expect(calls).toEqual([0]);
  });

  it('go on at multiples of the interval since the epoch, wherever they began', () => {
    const { calls, advance } = watched(interval);
    advance(250, 251, 299, 300, 399, 401, 499, 500);
    expect(calls).toEqual([250, 300, 401, 500]);
  });

  it('come once however many intervals have passed', () => {
    const { calls, advance } = watched(interval);
    advance(0, 1_050, 1_060, 1_099, 1_100);
    expect(calls).toEqual([0, 1_050, 1_100]);
  });

  it('do not come again while time stands still', () => {
    const { calls, advance } = watched(interval);
    advance(100, 100, 100);
    expect(calls).toEqual([100]);
  });

  it('do not hear of the wall clock', () => {
    const { clocks, calls } = watched(interval);
    clocks.advance('wall-clock', 1_000);
    expect(calls).toEqual([]);
  });
});

describe('punctuations by the wall clock', () => {
  const interval = { everyMs: 100, clock: 'wall-clock' } as const;

  it('come first an interval after the start, then at each further one', () => {
    const { calls, advance } = watched(interval, 1_030);
    advance(1_030, 1_129, 1_130, 1_229, 1_235, 1_330);
    expect(calls).toEqual([1_130, 1_235, 1_330]);
  });

  it('come once however many intervals have passed', () => {
    const { calls, advance } = watched(interval);
    advance(950, 999, 1_000);
    expect(calls).toEqual([950, 1_000]);
  });

  it('of what is scheduled later begin to count then', () => {
    const { clocks } = watched(interval);
    clocks.advance('wall-clock', 40);
    const calls: number[] = [];
    clocks.schedule(interval, (now) => calls.push(now));
    clocks.advance('wall-clock', 139);
    clocks.advance('wall-clock', 140);
    expect(calls).toEqual([140]);
  });

  it('do not hear of stream time', () => {
    const { clocks, calls } = watched(interval);
    clocks.advance('stream-time', 1_000);
    expect(calls).toEqual([]);
  });
});

describe('a punctuation', () => {
  it('comes no more once it is cancelled, and others do', () => {
    const { clocks, calls, cancel, advance } = watched({ everyMs: 10, clock: 'stream-time' });
    const others: number[] = [];
    clocks.schedule({ everyMs: 10, clock: 'stream-time' }, (now) => others.push(now));
    advance(10);
    cancel();
    cancel();
    advance(20);
    expect(calls).toEqual([10]);
    expect(others).toEqual([10, 20]);
  });

  it('may cancel itself', () => {
    const clocks = punctuations(0);
    const calls: number[] = [];
    const scheduled = clocks.schedule({ everyMs: 10, clock: 'stream-time' }, (now) => {
      calls.push(now);
      scheduled.cancel();
    });
    clocks.advance('stream-time', 10);
    clocks.advance('stream-time', 20);
    expect(calls).toEqual([10]);
  });

  it('comes after those that were scheduled before it', () => {
    const clocks = punctuations(0);
    const calls: string[] = [];
    for (const name of ['first', 'second'])
      clocks.schedule({ everyMs: 10, clock: 'stream-time' }, (now) => calls.push(`${name} ${now}`));
    clocks.advance('stream-time', 10);
    expect(calls).toEqual(['first 10', 'second 10']);
  });

  it.each([0, -1, 1.5, NaN, Infinity])('of an interval of %p ms is refused', (everyMs) => {
    expect(() => watched({ everyMs, clock: 'stream-time' })).toThrow(RangeError);
  });
});
