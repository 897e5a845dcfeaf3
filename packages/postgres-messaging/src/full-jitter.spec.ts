import { describe, expect, it } from '@jest/globals';
import { fullJitter } from './full-jitter.ts';

describe('full jitter', () => {
  it.each([
    [1, 0, 0],
    [1, 0.5, 2.5],
    [2, 0.5, 5],
    [4, 0.5, 20],
    [40, 0.5, 50],
  ])('after attempt %i draws %d of the doubling range, capped', (attempt, random, delay) => {
    expect(fullJitter(attempt, 5, 100, random)).toBe(delay);
  });
});
