import { decodeText } from './text-bytes.ts';

/** An integer of so many decimal digits is exact, whatever they are. */
const exactDigits = 15;

/**
 * The number that the bytes of a decimal text stand for.
 * @throws TypeError where they stand for none
 */
export const decodeNumber = (bytes: Uint8Array): number => fewDigits(bytes) ?? anyNumber(bytes);

/** Most numbers are a few digits, of which no text has to be made. */
const fewDigits = (bytes: Uint8Array): number | undefined => {
  const { length } = bytes;
  if (length === 0 || length > exactDigits) return undefined;
  let number = 0;
  for (let index = 0; index < length; index += 1) {
    const digit = (bytes[index] ?? 0) - 0x30;
    if (digit < 0 || digit > 9) return undefined;
    number = number * 10 + digit;
  }
  return number;
};

const anyNumber = (bytes: Uint8Array): number => {
  const text = decodeText(bytes);
  const number = Number(text);
  if (text.trim() === '' || !Number.isFinite(number))
    throw new TypeError(`${JSON.stringify(text)} is no number`);
  return number;
};
