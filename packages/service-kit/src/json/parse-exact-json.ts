import { invalidRequest, malformedJson } from '../problems/known-problems.ts';
import { InexactNumber } from './inexact-number.ts';
import { type InexactToken, scanJson } from './json-structure.ts';
import { findTextFlaws } from './text-flaws.ts';

const MAX_DEPTH = 32;

/**
 * Parses a request body so that every number in it is exactly what the client wrote: an integer literal within
 * ±(2^53-1), or an `InexactNumber` that schemas refuse. Refused outright, with pointers: invalid UTF-8, invalid JSON,
 * nesting over 32 levels, a repeated name, `__proto__`, NUL and lone surrogates.
 *
 * @throws ProblemException with status 400
 */
export function parseExactJson(body: Uint8Array): unknown {
  const text = decodeUtf8(body);
  const { flaw, inexact } = scanJson(text, MAX_DEPTH);
  const value = parse(text);
  if (flaw !== undefined) throw invalidRequest([flaw]);
  // The text itself is well-formed, so that only an escape can make a string that isn't.
  const flaws = text.includes('\\u') ? findTextFlaws(value) : [];
  if (flaws.length > 0) throw invalidRequest(flaws);
  return inexact.reduce(place, value);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw malformedJson('The body is not valid JSON.', error);
    throw error;
  }
}

/** Puts the marker in the number's place; the paths are unambiguous, since no name stands twice in an object. */
function place(document: unknown, { path, source }: InexactToken): unknown {
  const last = path.at(-1);
  const marker = new InexactNumber(source);
  if (last === undefined) return marker;
  const holder = path.slice(0, -1).reduce(memberOf, document);
  if (typeof holder === 'object' && holder !== null) Reflect.set(holder, last, marker);
  return document;
}

function memberOf(holder: unknown, key: string | number): unknown {
  return typeof holder === 'object' && holder !== null ? Reflect.get(holder, key) : undefined;
}

function decodeUtf8(body: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch (error) {
    throw malformedJson('The body is not valid UTF-8.', error);
  }
}
