import { isUtf8 } from 'node:buffer';

/** Bytes as JSON holds them without altering one: as text where they are valid UTF-8, else as base64. */
export type JsonBytes = { readonly utf8: string } | { readonly base64: string } | null;

export const jsonBytes = (bytes: Buffer | null): JsonBytes => {
  if (bytes === null) return null;
  return isUtf8(bytes) ? { utf8: bytes.toString('utf8') } : { base64: bytes.toString('base64') };
};

/** Bytes for a person's eyes, on one line: base64 where they are no UTF-8, and nothing that steers a terminal. */
export const bytesText = (bytes: Buffer | null): string => {
  if (bytes === null) return '(null)';
  return isUtf8(bytes) ? printable(bytes.toString('utf8')) : `base64:${bytes.toString('base64')}`;
};

// Control characters of both sets, and those that reorder the text around them.
const unprintable = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;

/** Text whose control characters are written as escapes: what stands in a record must not move anybody's cursor. */
export const printable = (text: string): string =>
  text.replace(unprintable, (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`);
