import { minorUnitDigits, type CurrencyCode } from './currency.ts';
import { MoneyError } from './money.error.ts';
import type { Money } from './money.ts';

/**
 * Reads a decimal in major units exactly: `17.94` USD is 1,794 minor units. A point, never a comma; no exponent, no
 * grouping; at most as many decimals as the currency has, since money isn't rounded unasked.
 * @throws MoneyError `INVALID_DECIMAL`
 */
export function parseDecimal(decimal: string, currency: CurrencyCode): Money {
  const digits = minorUnitDigits(currency);
  const parts = /^(?<sign>-?)(?<whole>\d+)(?:\.(?<decimals>\d+))?$/.exec(decimal)?.groups;
  const decimals = parts?.['decimals'] ?? '';
  if (parts === undefined || decimals.length > digits) {
    throw new MoneyError('INVALID_DECIMAL', `not an amount of ${currency}, which has ${digits} decimals`);
  }
  const units = BigInt(`${parts['whole']}${decimals.padEnd(digits, '0')}`);
  return { amount: parts['sign'] === '-' ? -units : units, currency };
}

/** Writes an amount in major units, with all decimals of its currency: 1794 minor units of USD are `17.94`. */
export function formatDecimal({ amount, currency }: Money): string {
  const digits = minorUnitDigits(currency);
  const sign = amount < 0n ? '-' : '';
  const units = (amount < 0n ? -amount : amount).toString().padStart(digits + 1, '0');
  if (digits === 0) return sign + units;
  return `${sign}${units.slice(0, -digits)}.${units.slice(-digits)}`;
}
