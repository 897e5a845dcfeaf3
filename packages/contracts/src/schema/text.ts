import { z } from 'zod';
import type { TextBound } from '../limits.ts';

/**
 * A text of at least one character that every party to it can keep: within its bound, without NUL (Postgres refuses it)
 * and without lone surrogates (UTF-8 can't carry them). Control characters other than NUL are allowed.
 */
export function text(bound: TextBound): z.ZodString {
  return z
    .string()
    .min(1)
    .check((context) => {
      const problem = findProblem(context.value, bound);
      if (problem !== undefined) {
        context.issues.push({ code: 'custom', input: context.value, message: problem });
      }
    })
    .meta({ 'x-max-code-points': bound.codePoints, 'x-max-encoded-bytes': bound.encodedBytes });
}

function findProblem(value: string, { codePoints, encodedBytes }: TextBound): string | undefined {
  // UTF-16 units first: counting code points of a megabyte of text would be work for nothing.
  if (value.length > codePoints * 2 || [...value].length > codePoints) {
    return `at most ${codePoints} characters`;
  }
  if (value.includes('\0')) return 'must not contain NUL';
  if (!value.isWellFormed()) return 'must not contain lone surrogates';
  if (encodedLength(value) > encodedBytes) return `at most ${encodedBytes} bytes, as UTF-8 inside JSON`;
  return undefined;
}

const quotes = 2;

/** The bytes of UTF-8 that `value` takes inside a JSON string, its quotes left out. */
export function encodedLength(value: string): number {
  return Buffer.byteLength(JSON.stringify(value)) - quotes;
}
