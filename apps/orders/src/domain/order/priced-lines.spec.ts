import { describe, expect, it } from '@jest/globals';
import type { RequestedLine } from './order.commands.ts';
import { priceLines } from './priced-lines.ts';

const line: RequestedLine = { sku: 'TEA-1', name: 'Tea', quantity: 2, unitPrice: 12_500 };
const dear: RequestedLine = { ...line, quantity: 1, unitPrice: Number.MAX_SAFE_INTEGER };

describe('the lines of an order', () => {
  it('get their totals, and the order the sum of them', () => {
    const cup = { sku: 'CUP-1', name: 'Cup', quantity: 1, unitPrice: 4_000 };
    expect(priceLines({ currency: 'KRW', lines: [line, cup] })).toEqual({
      kind: 'priced',
      lines: [
        { kind: 'item', ...line, total: 25_000 },
        { kind: 'item', ...cup, total: 4_000 },
      ],
      total: 29_000,
    });
  });

  it.each([
    ['6 x 2.99 is 17.94', 6, 299, 1794],
    ['5 x 36.49 is 182.45', 5, 3649, 18_245],
    ['a gift costs nothing', 1, 0, 0],
    ['the dearest one is exact', 1, Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
  ])('%s', (_, quantity, unitPrice, total) => {
    const priced = priceLines({ currency: 'USD', lines: [{ ...line, quantity, unitPrice }] });
    expect(priced).toMatchObject({ kind: 'priced', lines: [{ total }], total });
  });

  it.each([
    [
      'a currency that exists',
      { currency: 'ABC', lines: [line] },
      { code: 'UNKNOWN_CURRENCY', currency: 'ABC' },
    ],
    ['a line', { currency: 'KRW', lines: [] }, { code: 'NO_LINES' }],
    [
      'at most 500 lines',
      { currency: 'KRW', lines: Array.from({ length: 501 }, () => line) },
      { code: 'TOO_MANY_LINES', limit: 500 },
    ],
    [
      'a total within 2^53-1 of each line',
      { currency: 'KRW', lines: [line, { ...dear, quantity: 2 }] },
      { code: 'AMOUNT_OUT_OF_RANGE', line: 1 },
    ],
    [
      'a total within 2^53-1 of all lines',
      { currency: 'KRW', lines: [dear, { ...line, quantity: 1, unitPrice: 1 }] },
      { code: 'AMOUNT_OUT_OF_RANGE' },
    ],
  ])('need %s', (_, request, refusal) => {
    expect(priceLines(request)).toEqual({ kind: 'refused', refusal });
  });

  it.each([
    ['quantity', 0],
    ['quantity', -1],
    ['quantity', 1.5],
    ['quantity', 1_000_001],
    ['unitPrice', -1],
    ['unitPrice', 12_500.5],
    ['unitPrice', 2 ** 53],
  ] as const)('refuse a %s of %s, and say on which line', (field, value) => {
    expect(priceLines({ currency: 'KRW', lines: [line, { ...line, [field]: value }] })).toEqual({
      kind: 'refused',
      refusal: { code: 'INVALID_LINE', line: 1, field },
    });
  });
});
