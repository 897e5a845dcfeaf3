import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  afterHandling,
  afterParking,
  judgeVersion,
  nothingHandled,
  type HandledOrderVersions,
} from './version-guard.ts';

const handledUpTo = (version: number) => afterHandling(nothingHandled, version);

describe('the guard of an order', () => {
  it('lets the first event through', () => {
    expect(judgeVersion(nothingHandled, 1)).toBe('handle');
  });

  it('lets a newer version through, also past a gap', () => {
    expect(judgeVersion(handledUpTo(2), 3)).toBe('handle');
    expect(judgeVersion(handledUpTo(2), 7)).toBe('handle');
  });

  it('drops what was handled, and everything older', () => {
    expect(judgeVersion(handledUpTo(2), 2)).toBe('drop');
    expect(judgeVersion(handledUpTo(2), 1)).toBe('drop');
  });

  it('goes on past a parked version, and lets that one through later, once', () => {
    const parked = afterHandling(afterParking(handledUpTo(1), 2), 3);
    expect(judgeVersion(parked, 3)).toBe('drop');
    expect(judgeVersion(parked, 2)).toBe('handle');
    const redriven = afterHandling(parked, 2);
    expect(redriven).toEqual(handledUpTo(3));
    expect(judgeVersion(redriven, 2)).toBe('drop');
  });

  it('parks nothing that was handled', () => {
    expect(afterParking(handledUpTo(2), 2)).toEqual(handledUpTo(2));
  });

  it('is restored from the versions that answers name, in whatever order they are read', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }), (versions) => {
        expect(versions.reduce(afterHandling, nothingHandled)).toEqual(handledUpTo(Math.max(...versions)));
      }),
    );
  });

  it('handles every version once, however often and from wherever the topic is published again', () => {
    const topic = [1, 2, 3, 4, 5];
    const replays = fc.array(fc.nat({ max: topic.length }), { maxLength: 5 });
    fc.assert(
      fc.property(replays, fc.uniqueArray(fc.constantFrom(...topic)), (starts, poison) => {
        const handled: number[] = [];
        let guard: HandledOrderVersions = nothingHandled;
        for (const version of [...topic, ...starts.flatMap((start) => topic.slice(start))]) {
          if (judgeVersion(guard, version) === 'drop') continue;
          if (poison.includes(version)) {
            guard = afterParking(guard, version);
          } else {
            handled.push(version);
            guard = afterHandling(guard, version);
          }
        }
        expect(handled).toEqual(topic.filter((version) => !poison.includes(version)));
        expect(guard.parked).toEqual(new Set(poison));
      }),
    );
  });
});
