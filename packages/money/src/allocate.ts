import { MoneyError } from './money.error.ts';
import { integer, type Money } from './money.ts';

/**
 * Splits an amount in proportion to `weights` without gaining or losing a minor unit. Each share is rounded towards
 * zero; what is left over goes to the largest weight, the first of them where several are equal.
 * @throws MoneyError `INVALID_WEIGHTS` when one is negative or none is positive, `NOT_AN_INTEGER`
 */
export function allocate({ amount, currency }: Money, weights: readonly (bigint | number)[]): Money[] {
  const parts = weights.map(integer);
  const total = parts.reduce((sum, part) => sum + part, 0n);
  if (total === 0n || parts.some((part) => part < 0n)) {
    throw new MoneyError('INVALID_WEIGHTS', 'weights must not be negative, and one must be positive');
  }
  const shares = parts.map((part) => (amount * part) / total);
  const remainder = amount - shares.reduce((sum, share) => sum + share, 0n);
  const largest = parts.reduce((best, part, index) => (part > (parts[best] ?? 0n) ? index : best), 0);
  return shares.map((share, index) => ({
    amount: index === largest ? share + remainder : share,
    currency,
  }));
}
