/**
 * `numerator / denominator` to the nearest integer, ties to the even one, exactly and for either sign.
 * `denominator` must be positive. IEEE 754 roundTiesToEven on rationals: errors of many roundings cancel out.
 */
export function divideHalfEven(numerator: bigint, denominator: bigint): bigint {
  const quotient = numerator / denominator;
  const remainder = numerator % denominator;
  const twice = 2n * (remainder < 0n ? -remainder : remainder);
  const awayFromZero = twice > denominator || (twice === denominator && quotient % 2n !== 0n);
  if (!awayFromZero) return quotient;
  return numerator < 0n ? quotient - 1n : quotient + 1n;
}
