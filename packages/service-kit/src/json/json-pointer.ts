/** Writes an RFC 6901 JSON pointer, `''` for the whole document; `~` and `/` in names are escaped. */
export function jsonPointer(path: readonly PropertyKey[]): string {
  return path.map((segment) => `/${String(segment).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
