import { problem } from '../problems/problem.ts';

const VISIBLE_ASCII = /^[\x21-\x7e]{1,255}$/;

/**
 * Reads an `Idempotency-Key` of 1 to 255 visible ASCII characters; `undefined` where the header is absent.
 *
 * @throws ProblemException with status 400 for any other value
 */
export function parseIdempotencyKey(header: string | undefined): string | undefined {
  if (header === undefined || VISIBLE_ASCII.test(header)) return header;
  throw invalidKey('Must be 1 to 255 visible ASCII characters.');
}

/**
 * Reads an `Idempotency-Key` that a route demands.
 *
 * @throws ProblemException with status 400 where it is missing or invalid
 */
export function requireIdempotencyKey(header: string | undefined): string {
  const key = parseIdempotencyKey(header);
  if (key === undefined) throw invalidKey('Is required here.');
  return key;
}

function invalidKey(detail: string) {
  return problem({
    status: 400,
    type: 'invalid-header',
    title: 'A header is not valid',
    detail: `Idempotency-Key: ${detail}`,
    errors: [{ header: 'Idempotency-Key', detail }],
  });
}
