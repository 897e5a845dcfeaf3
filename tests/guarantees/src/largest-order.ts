import { limits, type TextBound } from '@orderflow/contracts';

/** The largest order that is accepted: every list and text filled up to its bound with one character. */
export function largestOrder(character: string) {
  const line = {
    sku: longest(character, limits.sku),
    name: longest(character, limits.productName),
    quantity: limits.quantity,
    unitPrice: Math.floor(Number.MAX_SAFE_INTEGER / limits.quantity / limits.lines),
  };
  return {
    customer: {
      id: longest(character, limits.customerId),
      email: `${'e'.repeat(241)}@mail.example`,
      locale: 'abcdefgh-abcdefgh-abcdefgh-abcdefgh',
    },
    currency: 'KRW',
    lines: Array.from({ length: limits.lines }, () => line),
    payment: { method: 'pm_card_ok' },
  };
}

/** The longest acceptable text of a character, its last bytes filled with `a`. */
function longest(character: string, { codePoints, encodedBytes }: TextBound): string {
  const each = Buffer.byteLength(JSON.stringify(character)) - 2;
  const repeats = Math.min(codePoints, Math.floor(encodedBytes / each));
  const left = Math.min(codePoints - repeats, encodedBytes - repeats * each);
  return character.repeat(repeats) + 'a'.repeat(left);
}
