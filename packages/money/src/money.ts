import type { CurrencyCode } from './currency.ts';
import { MoneyError } from './money.error.ts';
import { divideHalfEven } from './rounding.ts';

/** An exact amount: `amount` counts minor units (cents of a dollar, whole won) and has no bound. */
export interface Money {
  readonly amount: bigint;
  readonly currency: CurrencyCode;
}

/**
 * An amount in minor units of its currency.
 * @throws MoneyError `NOT_AN_INTEGER` for a number that isn't a safe integer.
 */
export function money(amount: bigint | number, currency: CurrencyCode): Money {
  return { amount: integer(amount), currency };
}

/**
 * The exact sum of two amounts of one currency.
 * @throws MoneyError `CURRENCY_MISMATCH`
 */
export function add(left: Money, right: Money): Money {
  return { amount: left.amount + inCurrency(left.currency, right).amount, currency: left.currency };
}

/**
 * The exact difference of two amounts of one currency.
 * @throws MoneyError `CURRENCY_MISMATCH`
 */
export function subtract(left: Money, right: Money): Money {
  return { amount: left.amount - inCurrency(left.currency, right).amount, currency: left.currency };
}

/**
 * The exact product of an amount and a whole number.
 * @throws MoneyError `NOT_AN_INTEGER` for a number that isn't a safe integer.
 */
export function multiply({ amount, currency }: Money, quantity: bigint | number): Money {
  return { amount: amount * integer(quantity), currency };
}

/**
 * `numerator / denominator` of an amount, rounded half to even: 20 % is `fraction(m, 20, 100)`.
 * @throws MoneyError `INVALID_FRACTION` when the denominator isn't positive, `NOT_AN_INTEGER`
 */
export function fraction(
  { amount, currency }: Money,
  numerator: bigint | number,
  denominator: bigint | number,
): Money {
  const divisor = integer(denominator);
  if (divisor <= 0n) throw new MoneyError('INVALID_FRACTION', `the denominator ${divisor} isn't positive`);
  return { amount: divideHalfEven(amount * integer(numerator), divisor), currency };
}

/**
 * The exact sum of any number of amounts, zero for none.
 * @throws MoneyError `CURRENCY_MISMATCH`
 */
export function sum(currency: CurrencyCode, items: Iterable<Money>): Money {
  let amount = 0n;
  for (const item of items) amount += inCurrency(currency, item).amount;
  return { amount, currency };
}

/**
 * The minor units as a number, for JSON.
 * @throws MoneyError `OUT_OF_RANGE` outside ±(2^53-1), where numbers stop being exact.
 */
export function toSafeInteger({ amount, currency }: Money): number {
  const number = Number(amount);
  if (!Number.isSafeInteger(number)) {
    throw new MoneyError('OUT_OF_RANGE', `${amount} minor units of ${currency} are outside ±(2^53-1)`);
  }
  return number;
}

/**
 * A whole number as a bigint.
 * @throws MoneyError `NOT_AN_INTEGER` for a number that isn't a safe integer.
 */
export function integer(value: bigint | number): bigint {
  if (typeof value === 'bigint') return value;
  if (!Number.isSafeInteger(value)) throw new MoneyError('NOT_AN_INTEGER', `${value} is no safe integer`);
  return BigInt(value);
}

function inCurrency(currency: CurrencyCode, item: Money): Money {
  if (item.currency !== currency) {
    throw new MoneyError('CURRENCY_MISMATCH', `${item.currency} can't be added to ${currency}`);
  }
  return item;
}
