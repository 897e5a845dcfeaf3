import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { amounts, currencies, moneys } from '../test/arbitraries.ts';
import { parseDecimal } from './decimal.ts';
import { add, fraction, money, multiply, subtract, sum, toSafeInteger } from './money.ts';

const usd = (decimal: string) => parseDecimal(decimal, 'USD');

describe('what floating point gets wrong', () => {
  it('6 x 2.99 is 17.94', () => {
    expect(multiply(usd('2.99'), 6)).toEqual(usd('17.94'));
  });

  it('20 % of 302.00 is 60.40', () => {
    expect(fraction(usd('302.00'), 20, 100)).toEqual(usd('60.40'));
  });

  it('8.95 is 895 minor units', () => {
    expect(usd('8.95').amount).toBe(895n);
  });

  it('5 x 36.49 is 182.45', () => {
    expect(multiply(usd('36.49'), 5)).toEqual(usd('182.45'));
  });
});

describe('addition', () => {
  const three = moneys(3).map(([a, b, c]) => [a ?? never(), b ?? never(), c ?? never()] as const);

  it('is commutative and associative', () => {
    fc.assert(
      fc.property(three, ([a, b, c]) => {
        expect(add(a, b)).toEqual(add(b, a));
        expect(add(add(a, b), c)).toEqual(add(a, add(b, c)));
      }),
    );
  });

  it('has zero as its neutral element and subtraction as its inverse', () => {
    fc.assert(
      fc.property(three, ([a, b]) => {
        expect(add(a, money(0, a.currency))).toEqual(a);
        expect(subtract(add(a, b), b)).toEqual(a);
      }),
    );
  });

  it('repeated is multiplication', () => {
    fc.assert(
      fc.property(three, fc.integer({ min: 0, max: 50 }), ([a], times) => {
        expect(
          sum(
            a.currency,
            Array.from({ length: times }, () => a),
          ),
        ).toEqual(multiply(a, times));
      }),
    );
  });

  it('refuses another currency, whichever way it comes', () => {
    const [won, dollar] = [money(1, 'KRW'), money(1, 'USD')];
    const mismatch = expect.objectContaining({ code: 'CURRENCY_MISMATCH' });
    expect(() => add(won, dollar)).toThrow(mismatch);
    expect(() => subtract(won, dollar)).toThrow(mismatch);
    expect(() => sum('KRW', [won, dollar])).toThrow(mismatch);
    expect(() => sum('USD', [won])).toThrow(mismatch);
  });
});

describe('fraction', () => {
  it.each([
    [5n, 1, 2, 2n],
    [15n, 1, 2, 8n],
    [25n, 1, 10, 2n],
    [26n, 1, 10, 3n],
    [-5n, 1, 2, -2n],
    [-7n, 1, 2, -4n],
    [5n, -1, 2, -2n],
    [1n, 2, 3, 1n],
  ])('%s x %i/%i is %s, half to even', (amount, numerator, denominator, expected) => {
    expect(fraction(money(amount, 'KRW'), numerator, denominator).amount).toBe(expected);
  });

  it('is the nearest integer to the exact rational, the even one of two equally near', () => {
    fc.assert(
      fc.property(
        amounts,
        fc.bigInt({ min: -1000n, max: 1000n }),
        fc.bigInt({ min: 1n, max: 1000n }),
        (amount, numerator, denominator) => {
          const rounded = fraction(money(amount, 'USD'), numerator, denominator).amount;
          const exact = amount * numerator;
          const distanceTo = (integer: bigint) => absolute(integer * denominator - exact);
          const distance = distanceTo(rounded);
          for (const neighbour of [rounded - 1n, rounded + 1n]) {
            const other = distanceTo(neighbour);
            expect(other > distance || (other === distance && rounded % 2n === 0n)).toBe(true);
          }
        },
      ),
    );
  });

  it.each([0, -1])('refuses a denominator of %i', (denominator) => {
    expect(() => fraction(money(1, 'USD'), 1, denominator)).toThrow(
      expect.objectContaining({ code: 'INVALID_FRACTION' }),
    );
  });
});

describe('numbers', () => {
  it('that are no safe integers are refused', () => {
    for (const value of [0.5, NaN, Infinity, 2 ** 53]) {
      const refused = expect.objectContaining({ code: 'NOT_AN_INTEGER' });
      expect(() => money(value, 'USD')).toThrow(refused);
      expect(() => multiply(money(1n, 'USD'), value)).toThrow(refused);
    }
  });

  it('come back from money within 2^53-1, and only there', () => {
    const limit = BigInt(Number.MAX_SAFE_INTEGER);
    expect(toSafeInteger(money(limit, 'USD'))).toBe(Number.MAX_SAFE_INTEGER);
    expect(toSafeInteger(money(-limit, 'USD'))).toBe(-Number.MAX_SAFE_INTEGER);
    const refused = expect.objectContaining({ code: 'OUT_OF_RANGE' });
    expect(() => toSafeInteger(money(limit + 1n, 'USD'))).toThrow(refused);
    expect(() => toSafeInteger(money(-limit - 1n, 'USD'))).toThrow(refused);
    fc.assert(
      fc.property(fc.maxSafeInteger(), currencies, (value, currency) => {
        expect(BigInt(toSafeInteger(money(value, currency)))).toBe(BigInt(value));
      }),
    );
  });
});

function absolute(value: bigint): bigint {
  return value < 0n ? -value : value;
}

function never(): never {
  throw new RangeError('fewer amounts than asked for');
}
