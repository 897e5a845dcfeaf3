import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { moneys } from '../test/arbitraries.ts';
import type { CurrencyCode } from './currency.ts';
import { formatDecimal, parseDecimal } from './decimal.ts';

describe('decimals', () => {
  it.each<[string, CurrencyCode, bigint]>([
    ['17.94', 'USD', 1794n],
    ['0.05', 'USD', 5n],
    ['-0.05', 'USD', -5n],
    ['12500', 'KRW', 12_500n],
    ['1.234', 'BHD', 1234n],
    ['90071992547409931234567.89', 'EUR', 9_007_199_254_740_993_123_456_789n],
  ])('%s %s are %s minor units, and back', (decimal, currency, amount) => {
    expect(parseDecimal(decimal, currency)).toEqual({ amount, currency });
    expect(formatDecimal({ amount, currency })).toBe(decimal);
  });

  it.each<[string, CurrencyCode, bigint]>([
    ['8.9', 'USD', 890n],
    ['8', 'USD', 800n],
    ['-0', 'KRW', 0n],
    ['007', 'JPY', 7n],
  ])('%s %s are read as %s minor units', (decimal, currency, amount) => {
    expect(parseDecimal(decimal, currency)).toEqual({ amount, currency });
  });

  it.each<[string, CurrencyCode]>([
    ['1.005', 'USD'],
    ['1.5', 'KRW'],
    ['1.0', 'JPY'],
    ['1e3', 'USD'],
    ['1,50', 'USD'],
    ['1,000.00', 'USD'],
    ['.5', 'USD'],
    ['5.', 'USD'],
    ['+5', 'USD'],
    [' 5', 'USD'],
    ['5\n', 'USD'],
    ['٥', 'USD'],
    ['', 'USD'],
  ])('%j is no amount of %s', (decimal, currency) => {
    expect(() => parseDecimal(decimal, currency)).toThrow(
      expect.objectContaining({ code: 'INVALID_DECIMAL' }),
    );
  });

  it('of any amount are read as that amount', () => {
    fc.assert(
      fc.property(moneys(1), ([amount]) => {
        if (amount === undefined) throw new RangeError('no amount');
        expect(parseDecimal(formatDecimal(amount), amount.currency)).toEqual(amount);
      }),
    );
  });
});
