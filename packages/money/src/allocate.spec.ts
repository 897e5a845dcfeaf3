import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { amounts } from '../test/arbitraries.ts';
import { allocate } from './allocate.ts';
import { money, sum } from './money.ts';

const shares = (amount: bigint, ...weights: number[]) =>
  allocate(money(amount, 'USD'), weights).map((share) => share.amount);

describe('allocate', () => {
  it.each([
    [100n, [1, 1, 1], [34n, 33n, 33n]],
    [100n, [1, 3, 3], [14n, 44n, 42n]],
    [-100n, [1, 1, 1], [-34n, -33n, -33n]],
    [5n, [0, 1], [0n, 5n]],
    [0n, [1, 2], [0n, 0n]],
    [1n, [1, 2, 1], [0n, 1n, 0n]],
  ])('%s by %j leaves the remainder with the largest weight', (amount, weights, expected) => {
    expect(shares(amount, ...weights)).toEqual(expected);
  });

  const weights = fc
    .array(fc.nat({ max: 1_000_000 }), { minLength: 1, maxLength: 40 })
    .filter((parts) => parts.some((part) => part > 0));

  it('conserves the sum', () => {
    fc.assert(
      fc.property(amounts, weights, (amount, parts) => {
        const whole = money(amount, 'USD');
        expect(sum('USD', allocate(whole, parts))).toEqual(whole);
      }),
    );
  });

  it('gives every part its exact share but for less than one unit, the largest for less than one a part', () => {
    fc.assert(
      fc.property(amounts, weights, (amount, parts) => {
        const total = BigInt(parts.reduce((a, b) => a + b, 0));
        const largest = parts.indexOf(Math.max(...parts));
        shares(amount, ...parts).forEach((share, index) => {
          const error = share * total - amount * BigInt(parts[index] ?? NaN);
          const bound = total * BigInt(index === largest ? parts.length : 1);
          expect(-bound < error && error < bound).toBe(true);
        });
      }),
    );
  });

  it.each([[[]], [[0, 0]], [[1, -1]]])('refuses the weights %j', (parts) => {
    expect(() => shares(1n, ...parts)).toThrow(expect.objectContaining({ code: 'INVALID_WEIGHTS' }));
  });
});
