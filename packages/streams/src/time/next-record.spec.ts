import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { nextRecord, type PartitionHead } from './next-record.ts';

const held = (timestamp: number, lag = 0): PartitionHead => ({ timestamp, lag });
const empty = (lag = 0): PartitionHead => ({ timestamp: null, lag });

describe('the next record of a task', () => {
  it.each([
    ['the one with the smallest time', [held(30), held(10), held(20)], { take: 1 }],
    ['the first of equals', [held(30), held(10), held(10)], { take: 1 }],
    ['that of the epoch', [held(1), held(0)], { take: 1 }],
    ['one with more behind it, which are no earlier by offset', [held(10, 500), held(20)], { take: 0 }],
    ['one beside a partition that is read to its end', [empty(), held(20)], { take: 1 }],
    ['not known yet while a partition is known to have some', [held(10), empty(1)], 'wait'],
    ['not known yet even where nothing else is there', [empty(1)], 'wait'],
    ['none where all are read to their end', [empty(), empty()], 'nothing'],
    ['none of no partitions', [], 'nothing'],
  ] as const)('is %s', (_, heads, expected) => {
    expect(nextRecord(heads)).toEqual(expected);
  });

  it('makes one ordered log of partitions that are ordered', () => {
    const partition = fc
      .array(fc.nat({ max: 50 }), { maxLength: 8 })
      .map((times) => times.toSorted((a, b) => a - b));
    fc.assert(
      fc.property(fc.array(partition, { maxLength: 5 }), (partitions) => {
        const rests = partitions.map((times) => [...times]);
        const heads = () => rests.map(([timestamp = null]) => ({ timestamp, lag: 0 }));
        const taken: (number | undefined)[] = [];
        let next = nextRecord(heads());
        while (typeof next !== 'string') {
          taken.push(rests[next.take]?.shift());
          next = nextRecord(heads());
        }
        expect(next).toBe('nothing');
        expect(taken).toEqual(partitions.flat().toSorted((a, b) => a - b));
      }),
    );
  });
});
