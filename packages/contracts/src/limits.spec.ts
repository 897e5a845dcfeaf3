import { describe, expect, it } from '@jest/globals';
import { placedOrder } from '../test/placed-order.ts';
import { ContractError } from './contract.error.ts';
import { encodeEvent } from './event-catalogue.ts';
import { limits, maxEventBytes, type TextBound } from './limits.ts';
import { orderEvents } from './order/order-events.ts';
import { encodedLength } from './schema/text.ts';

// What takes the most room: six bytes as an escape, four of UTF-8, three of UTF-8, two as an escape, one.
const characters = ['\u0001', '🍵', '가', '"', 'a'];

/** The longest acceptable text made of one character, filled up to the bound with `a`. */
function longest(character: string, { codePoints, encodedBytes }: TextBound): string {
  const repeats = Math.min(codePoints, Math.floor(encodedBytes / encodedLength(character)));
  const filler = Math.min(codePoints - repeats, encodedBytes - repeats * encodedLength(character));
  return character.repeat(repeats) + 'a'.repeat(filler);
}

function largestOrder(character: string, lines: number = limits.lines) {
  const line = {
    kind: 'shipping',
    sku: longest(character, limits.sku),
    name: longest(character, limits.productName),
    quantity: limits.quantity,
    unitPrice: Number.MAX_SAFE_INTEGER,
    total: Number.MAX_SAFE_INTEGER,
  } as const;
  return placedOrder({
    customer: { id: longest(character, limits.customerId), locale: 'abcdefgh-abcdefgh-abcdefgh-abcdefgh' },
    lines: Array.from({ length: lines }, () => line),
    total: Number.MAX_SAFE_INTEGER,
    payment: { method: longest(character, limits.paymentMethod) },
    placedAt: '2026-01-02T03:04:05.123456789Z',
  });
}

describe('the largest acceptable order', () => {
  it.each(characters.map((character) => [JSON.stringify(character), character] as const))(
    'stays below the limit of an event when written in %s',
    (_, character) => {
      const { payload } = encodeEvent(orderEvents, largestOrder(character));
      expect(Buffer.byteLength(payload)).toBeLessThan(maxEventBytes);
    },
  );

  it('uses most of the limit, so that the bounds are no tighter than they must be', () => {
    const sizes = characters.map((character) =>
      Buffer.byteLength(encodeEvent(orderEvents, largestOrder(character)).payload),
    );
    expect(Math.max(...sizes)).toBeGreaterThan(0.9 * maxEventBytes);
  });

  it.each(characters.map((character) => [JSON.stringify(character), character] as const))(
    'is the largest: with one character more in %s it is refused',
    (_, character) => {
      const { data } = largestOrder(character, 1);
      const lines = data.lines.map((line) => ({ ...line, name: `${line.name}${character}` }));
      expect(() => encodeEvent(orderEvents, placedOrder({ lines }))).toThrow(ContractError);
    },
  );
});
