import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { timestamps, type TimestampOptions } from './timestamp-extractor.ts';

const extract = (
  timestamp: number,
  partitionTime: number,
  options?: TimestampOptions<string, number>,
): number | 'skip' => timestamps(options)({ key: 'k', value: 7, timestamp, partitionTime });

const refused = expect.objectContaining({ code: 'INVALID_TIMESTAMP' });

describe('the time of a record', () => {
  it("is the record's own, whatever came before", () => {
    expect(extract(0, -1)).toBe(0);
    expect(extract(5, 100)).toBe(5);
    expect(extract(1_790_000_000_000, 100)).toBe(1_790_000_000_000);
  });

  it('is read where it is said to stand', () => {
    expect(extract(5, 100, { from: ({ value, timestamp }) => value * 10 + timestamp })).toBe(75);
  });

  it('is checked where it is read, not where the record has its own', () => {
    expect(extract(-1, 100, { from: ({ value }) => value })).toBe(7);
    expect(() => extract(5, 100, { from: () => -1 })).toThrow(refused);
  });
});

describe('a negative time', () => {
  const impossible = fc.oneof(
    fc.integer({ min: -Number.MAX_SAFE_INTEGER, max: -1 }),
    fc.constantFrom(0.5, NaN, Infinity, -Infinity, Number.MAX_SAFE_INTEGER + 1),
  );

  it('fails, as does one that is no integer', () => {
    fc.assert(
      fc.property(impossible, fc.integer({ min: -1 }), (time, partitionTime) => {
        expect(() => extract(time, partitionTime)).toThrow(refused);
        expect(() => extract(time, partitionTime, { onNegative: 'fail' })).toThrow(refused);
      }),
    );
  });

  it('is left out where that is the policy', () => {
    fc.assert(
      fc.property(impossible, fc.integer({ min: -1 }), (time, partitionTime) => {
        expect(extract(time, partitionTime, { onNegative: 'skip' })).toBe('skip');
      }),
    );
  });

  it('takes the time of its partition where that is the policy, and fails where there is none yet', () => {
    expect(extract(-1, 100, { onNegative: 'partition-time' })).toBe(100);
    expect(extract(-1, 0, { onNegative: 'partition-time' })).toBe(0);
    expect(() => extract(-1, -1, { onNegative: 'partition-time' })).toThrow(refused);
  });

  it('has a policy of its own', () => {
    expect(() => extract(-1, 100, { maxAheadMs: 1, onFarAhead: 'skip' })).toThrow(refused);
  });
});

describe('a time too far ahead', () => {
  const maxAheadMs = 60;

  it('is any past the bound, and none at it', () => {
    expect(extract(160, 100, { maxAheadMs })).toBe(160);
    expect(() => extract(161, 100, { maxAheadMs })).toThrow(refused);
  });

  it('is left out, or takes the time of its partition', () => {
    expect(extract(161, 100, { maxAheadMs, onFarAhead: 'skip' })).toBe('skip');
    expect(extract(161, 100, { maxAheadMs, onFarAhead: 'partition-time' })).toBe(100);
  });

  it('is never that of the first record of a partition', () => {
    expect(extract(1_790_000_000_000, -1, { maxAheadMs })).toBe(1_790_000_000_000);
  });

  it('is none without a bound', () => {
    expect(extract(Number.MAX_SAFE_INTEGER, 0, { onFarAhead: 'skip' })).toBe(Number.MAX_SAFE_INTEGER);
  });

  it('has a policy of its own', () => {
    expect(() => extract(161, 100, { maxAheadMs, onNegative: 'skip' })).toThrow(refused);
  });
});
