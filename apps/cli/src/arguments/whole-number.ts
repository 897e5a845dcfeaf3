import { InvalidArgumentError } from 'commander';

/** A parser of options that are whole numbers in bounds, both included. */
export const wholeNumber =
  (atLeast: number, atMost = Number.MAX_SAFE_INTEGER) =>
  (text: string): number => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= atLeast && value <= atMost) return value;
    const bound =
      atMost === Number.MAX_SAFE_INTEGER ? `of at least ${atLeast}` : `from ${atLeast} to ${atMost}`;
    throw new InvalidArgumentError(`It has to be a whole number ${bound}.`);
  };

const largestOffset = 2n ** 63n - 1n;

/** An offset; as a bigint, since a log may be longer than numbers are exact. */
export const offset = (text: string): bigint => {
  if (/^\d{1,19}$/.test(text) && BigInt(text) <= largestOffset) return BigInt(text);
  throw new InvalidArgumentError('It has to be an offset.');
};

/** The number of a partition. */
export const partition = wholeNumber(0, 2 ** 31 - 1);
