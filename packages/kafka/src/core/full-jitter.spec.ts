import { describe, expect, it } from '@jest/globals';
import { fullJitter } from './full-jitter.ts';

describe('full jitter', () => {
  it('spreads each wait from 0 to a ceiling that doubles up to its bound', () => {
    const backoff = { minMs: 100, maxMs: 1_000 };
    expect(fullJitter(backoff, 1, 0)).toBe(0);
    expect([1, 2, 3, 4, 99].map((attempt) => fullJitter(backoff, attempt, 0.5))).toEqual([
      50, 100, 200, 400, 500,
    ]);
  });
});
