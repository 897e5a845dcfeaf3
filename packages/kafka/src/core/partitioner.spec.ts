import { describe, expect, it } from '@jest/globals';
import { partitionFor } from './partitioner.ts';

describe('the partition of a key', () => {
  it.each([
    ['', 1_000, 681],
    ['100:48069', 12, 9],
    ['wu', 10, 0],
    ['thingäöüÄÖÜ', 10, 2],
    ['fd7af248-ce5c-46a5-93d7-1c0c9005b99d', 32, 26],
  ])("is Java's: %s of %i", (key, count, partition) => {
    expect(partitionFor(key, count)).toBe(partition);
    expect(partitionFor(Buffer.from(key), count)).toBe(partition);
  });
});
