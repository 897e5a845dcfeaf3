/** What a log line keeps of an error. */
export interface ErrorDescription {
  readonly name: string;
  readonly message: string;
  readonly code?: string;
  readonly stack?: string;
  readonly cause?: ErrorDescription;
}

const MAX_CAUSES = 5;

/**
 * Describes anything that was thrown, without ever throwing itself: name, message, code, stack and the chain of causes
 * (at most five). Own properties of an error are left out on purpose, since drivers put rows and parameters there.
 */
export function describeError(error: unknown, remainingCauses: number = MAX_CAUSES): ErrorDescription {
  if (!(error instanceof Error)) return { name: typeof error, message: textOf(error) };
  const code = 'code' in error && error.code !== undefined ? { code: textOf(error.code) } : {};
  const stack = error.stack === undefined ? {} : { stack: error.stack };
  const cause =
    error.cause === undefined || remainingCauses === 0
      ? {}
      : { cause: describeError(error.cause, remainingCauses - 1) };
  return { name: error.name, message: error.message, ...code, ...stack, ...cause };
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'object' && value !== null) return Object.prototype.toString.call(value);
  return String(value);
}
