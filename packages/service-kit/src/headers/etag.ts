import { problem } from '../problems/problem.ts';

/** What a request's `If-Match` demands: nothing, that the resource exists, or one of these versions. */
export type VersionCondition =
  | { readonly kind: 'none' }
  | { readonly kind: 'any' }
  | { readonly kind: 'versions'; readonly versions: readonly number[] };

const STRONG_TAG = /^"(0|[1-9][0-9]{0,15})"$/;
const ENTITY_TAG = /^(?:W\/)?"[\x21\x23-\x7e]*"$/;

/** Writes a version as a strong entity tag: 3 becomes `"3"`. */
export function formatEtag(version: number): string {
  return `"${version}"`;
}

/**
 * Reads `If-Match`. Weak and foreign tags are legal and match nothing, since If-Match compares strongly.
 *
 * @throws ProblemException with status 400 for a value that isn't a list of entity tags
 * @see https://www.rfc-editor.org/rfc/rfc9110#name-if-match
 */
export function parseIfMatch(header: string | undefined): VersionCondition {
  if (header === undefined) return { kind: 'none' };
  if (header.trim() === '*') return { kind: 'any' };
  const tags = header.split(',').map((tag) => tag.trim());
  if (!tags.every((tag) => ENTITY_TAG.test(tag))) {
    throw problem({
      status: 400,
      type: 'invalid-header',
      title: 'A header is not valid',
      errors: [{ header: 'If-Match', detail: 'Must be * or a list of entity tags such as "3".' }],
    });
  }
  const versions = tags.flatMap((tag) => STRONG_TAG.exec(tag)?.[1] ?? []).map(Number);
  return { kind: 'versions', versions };
}

/**
 * Refuses a request whose `If-Match` doesn't hold for the current version.
 *
 * @throws ProblemException with status 412 and the current `ETag`
 */
export function assertVersion(condition: VersionCondition, current: number): void {
  if (condition.kind !== 'versions' || condition.versions.includes(current)) return;
  throw problem({
    status: 412,
    type: 'version-mismatch',
    title: 'The resource has changed',
    detail: `Its version is ${current} now.`,
    headers: { ETag: formatEtag(current) },
  });
}
