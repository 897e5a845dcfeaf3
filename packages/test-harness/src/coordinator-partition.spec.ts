import { describe, expect, it } from '@jest/globals';
import { coordinatorPartition } from './coordinator-partition.ts';

describe('the partition of a coordinator', () => {
  // Hashes by Java: "".hashCode() is 0, "a" 97, "hello" 99162322, "zzzzzz" -685785664, "polygenelubricants" -2147483648.
  it.each([
    ['', 50, 0],
    ['a', 50, 47],
    ['hello', 50, 22],
    ['hello', 8, 2],
    ['zzzzzz', 1_000, 664],
    ['polygenelubricants', 50, 0],
  ])('of %j among %i is %i', (id, partitions, partition) => {
    expect(coordinatorPartition(id, partitions)).toBe(partition);
  });
});
