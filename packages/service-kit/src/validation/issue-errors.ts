import type { z } from 'zod';
import { InexactNumber } from '../json/inexact-number.ts';
import { jsonPointer } from '../json/json-pointer.ts';
import type { ProblemError } from '../problems/problem.ts';

type Issue = z.core.$ZodIssue;

const MAX_REPORTED = 50;

/**
 * Lists what a schema found wrong, each with the pointer of the offending value (an unknown field has its own), at most
 * 50. Values never appear, so that an answer repeats nothing of what was sent.
 */
export function issueErrors(issues: readonly Issue[], input: unknown): readonly ProblemError[] {
  // Every issue expands to one error at least.
  return issues
    .slice(0, MAX_REPORTED)
    .flatMap((issue) => expand(issue, [], input))
    .slice(0, MAX_REPORTED);
}

function expand(issue: Issue, base: readonly PropertyKey[], input: unknown): readonly ProblemError[] {
  const path = [...base, ...issue.path];
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      pointer: jsonPointer([...path, key]),
      detail: 'This field is not known.',
    }));
  }
  if (issue.code === 'invalid_union') {
    // The branch that got furthest is the one that the client most likely meant.
    const branches = issue.errors.filter((branch) => branch.length > 0);
    const best = branches.toSorted((left, right) => left.length - right.length)[0];
    if (best !== undefined) return best.flatMap((nested) => expand(nested, path, input));
  }
  const value = valueAt(input, path);
  if (value instanceof InexactNumber) {
    return [
      {
        pointer: jsonPointer(path),
        detail: 'Must be a whole number within ±9007199254740991, without fraction or exponent.',
      },
    ];
  }
  if (value === undefined && issue.code === 'invalid_type')
    return [{ pointer: jsonPointer(path), detail: 'Is required.' }];
  return [{ pointer: jsonPointer(path), detail: issue.message }];
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
    input,
  );
}
