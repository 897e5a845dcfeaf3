/** Bounds of a backoff, in milliseconds. */
export interface Backoff {
  readonly minMs: number;
  readonly maxMs: number;
}

/**
 * A delay spread evenly over everything up to an exponential ceiling, so that waiters don't come back in step.
 *
 * @param attempt 1 for the first wait
 * @param random in [0, 1)
 * @see https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export const fullJitter = ({ minMs, maxMs }: Backoff, attempt: number, random: number): number => {
  const ceiling = Math.min(maxMs, minMs * 2 ** Math.min(attempt - 1, 30));
  return Math.round(random * ceiling);
};
