/** A key within a window. */
export interface Windowed<K> {
  readonly key: K;
  /** In ms since the epoch, inclusive. */
  readonly start: number;
  /** Exclusive for tumbling and hopping windows, inclusive for sliding ones and for sessions. */
  readonly end: number;
}

/** Windows are described by integers of ms. */
export class InvalidWindowError extends Error {
  readonly code = 'INVALID_WINDOW';
  override readonly name = 'InvalidWindowError';
}

/** @throws InvalidWindowError unless the length is an integer of ms, at least the given one */
export const checkedMs = (what: string, ms: number, least: number): number => {
  if (!Number.isSafeInteger(ms) || ms < least)
    throw new InvalidWindowError(`${what} is ${ms} ms; it must be an integer of at least ${least}`);
  return ms;
};
