import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Partitioners } from 'kafkajs';
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

  it('is that of kafkajs for any bytes', () => {
    const theirs = Partitioners.DefaultPartitioner();
    const key = fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes));
    fc.assert(
      fc.property(key, fc.integer({ min: 1, max: 64 }), (bytes, count) => {
        const partitionMetadata = Array.from({ length: count }, (_, partitionId) => ({
          partitionErrorCode: 0,
          partitionId,
          leader: 0,
          replicas: [],
          isr: [],
        }));
        const message = { key: bytes, value: null };
        expect(partitionFor(bytes, count)).toBe(theirs({ topic: '', partitionMetadata, message }));
      }),
    );
  });
});
