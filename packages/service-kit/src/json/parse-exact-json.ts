import { invalidRequest, malformedJson } from '../problems/known-problems.ts';
import { InexactNumber } from './inexact-number.ts';
import { findStructureFlaw } from './json-structure.ts';
import { findTextFlaws, textFlaw } from './text-flaws.ts';

declare global {
  interface JSON {
    /**
     * The form of `JSON.parse` whose reviver sees the source text of primitive values, which TypeScript's library
     * doesn't declare yet.
     *
     * @see https://github.com/tc39/proposal-json-parse-with-source
     */
    parse(
      text: string,
      reviver: (key: string, value: unknown, context: { readonly source?: string }) => unknown,
    ): unknown;
  }
}

const MAX_DEPTH = 32;

// "-0" is left out: it would survive as a value that compares equal to 0 and is written differently.
const PLAIN_INTEGER = /^(?:0|-?[1-9][0-9]*)$/;

/**
 * Parses a request body so that every number in it is exactly what the client wrote: an integer literal within
 * ±(2^53-1), or an `InexactNumber` that schemas refuse. Refused outright, with pointers: invalid UTF-8, invalid JSON,
 * nesting over 32 levels, a repeated name, `__proto__`, NUL and lone surrogates.
 *
 * @throws ProblemException with status 400
 */
export function parseExactJson(body: Uint8Array): unknown {
  const text = decodeUtf8(body);
  const structure = findStructureFlaw(text, MAX_DEPTH);
  let hasTextFlaw = false;
  const value = parse(text, structure !== undefined, (key, parsed, source) => {
    hasTextFlaw ||=
      textFlaw(key) !== undefined || (typeof parsed === 'string' && textFlaw(parsed) !== undefined);
    if (typeof parsed === 'number') return exact(parsed, source);
    return parsed;
  });
  if (structure !== undefined) throw invalidRequest([structure]);
  if (hasTextFlaw) throw invalidRequest(findTextFlaws(value));
  return value;
}

type Revive = (key: string, value: unknown, source: string) => unknown;

function parse(text: string, flawed: boolean, revive: Revive): unknown {
  try {
    // Flawed structure is only checked for being JSON at all, without the reviver, which would recurse into its depth.
    if (flawed) return JSON.parse(text);
    return JSON.parse(text, (key, value, context) => revive(key, value, context.source ?? ''));
  } catch (error) {
    if (error instanceof SyntaxError) throw malformedJson('The body is not valid JSON.', error);
    throw error;
  }
}

function exact(value: number, source: string): number | InexactNumber {
  return PLAIN_INTEGER.test(source) && Number.isSafeInteger(value) ? value : new InexactNumber(source);
}

function decodeUtf8(body: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch (error) {
    throw malformedJson('The body is not valid UTF-8.', error);
  }
}
