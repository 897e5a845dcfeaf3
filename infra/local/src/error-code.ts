/** The `code` of a system's error, by its shape: `instanceof` fails across the realms of a test runner. */
export function errorCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
