/**
 * A delay between 0 and `baseMs * 2^(attempt-1)`, never above `capMs`, in milliseconds.
 * Spreading over the whole range separates colliding writers best:
 * https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 * @param attempt how many attempts have failed, from 1
 * @param random a number in [0, 1)
 */
export function fullJitter(attempt: number, baseMs: number, capMs: number, random: number): number {
  return random * Math.min(capMs, baseMs * 2 ** (attempt - 1));
}
