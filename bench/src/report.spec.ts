import { describe, expect, it } from '@jest/globals';
import { isMet, json, table, type Ratio } from './report.ts';

const higher: Ratio = { name: 'appends', value: 2.5, goal: 2, better: 'higher', detail: '5/s to 2/s' };
const lower: Ratio = { name: 'latency', value: 3.123456, goal: 3, better: 'lower', detail: '31 ms to 10 ms' };

describe('a ratio', () => {
  it('meets its goal on the right side of it, and on it', () => {
    expect(isMet(higher)).toBe(true);
    expect(isMet({ ...higher, value: 2 })).toBe(true);
    expect(isMet({ ...higher, value: 1.99 })).toBe(false);
    expect(isMet(lower)).toBe(false);
    expect(isMet({ ...lower, value: 3 })).toBe(true);
  });

  it('is a row for people, a missed goal told from afar', () => {
    expect(table([higher, lower]).split('\n')).toEqual([
      '        ratio    value  goal  measured',
      'met     appends  2.50   >= 2  5/s to 2/s',
      'MISSED  latency  3.12   <= 3  31 ms to 10 ms',
    ]);
  });

  it('is a number beside its goal for programs', () => {
    expect(JSON.parse(json('orders', [higher, lower]))).toEqual({
      name: 'orders',
      ratios: { appends: 2.5, latency: 3.1235 },
      goals: { appends: 2, latency: 3 },
    });
  });
});
