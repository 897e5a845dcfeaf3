import fc from 'fast-check';
import { currencyCodes, type Money } from '../src/index.ts';

/** Minor units far beyond what a number can hold. */
export const amounts = fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n });

export const currencies = fc.constantFrom(...currencyCodes);

/** Amounts of one currency, several at a time. */
export function moneys(count: number): fc.Arbitrary<Money[]> {
  return fc
    .tuple(currencies, fc.array(amounts, { minLength: count, maxLength: count }))
    .map(([currency, units]) => units.map((amount) => ({ amount, currency })));
}
