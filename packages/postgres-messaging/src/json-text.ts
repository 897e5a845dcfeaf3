/** A value that JSON carries unchanged: no `Date`, `bigint`, `Map` or `undefined` at the top. */
export type JsonValue =
  | null
  | boolean
  | number
  | string
  | readonly JsonValue[]
  | { readonly [name: string]: JsonValue | undefined };

/** Raised before anything is written when a stored answer exceeds its bound. */
export class OutcomeTooLargeError extends Error {
  readonly code = 'OUTCOME_TOO_LARGE';
  readonly bytes: number;
  readonly limit: number;

  constructor(bytes: number, limit: number) {
    super(`An outcome of ${bytes} bytes exceeds the limit of ${limit} bytes`);
    this.name = 'OutcomeTooLargeError';
    this.bytes = bytes;
    this.limit = limit;
  }
}

/** The largest outcome of an input or an effect, in UTF-8 bytes of JSON: an answer, not a document store. */
export const maxOutcomeBytes = 65_536;

/** Encodes an outcome; throws `OutcomeTooLargeError` above `maxOutcomeBytes`. */
export function outcomeToText(outcome: JsonValue): string {
  const text = JSON.stringify(outcome);
  const bytes = Buffer.byteLength(text);
  if (bytes > maxOutcomeBytes) throw new OutcomeTooLargeError(bytes, maxOutcomeBytes);
  return text;
}
