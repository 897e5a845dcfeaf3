/** A handler's way to say that the world is broken and the same record may succeed later. */
export class RetryableError extends Error {
  readonly code = 'RETRYABLE';
  readonly retryable = true;
  /** What is down; several records failing by one dependency open the task's circuit. */
  readonly dependency?: string;

  constructor(
    message: string,
    { dependency, ...options }: ErrorOptions & { readonly dependency?: string } = {},
  ) {
    super(message, options);
    this.name = 'RetryableError';
    if (dependency !== undefined) this.dependency = dependency;
  }
}

/** A handler's way to say that this record can never succeed; it goes to the dead-letter topic. */
export class PoisonError extends Error {
  readonly code = 'POISON';
  readonly retryable = false;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'PoisonError';
  }
}

/** What follows from a failure: another attempt, or the dead-letter topic. */
export type FailureKind = 'retryable' | 'poison';

const transientCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'ETIMEDOUT',
  'EPIPE',
  'EAI_AGAIN',
  'ENOTFOUND',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);
const transientNames = new Set(['AbortError', 'TimeoutError']);

/**
 * Tells a broken world, which is waited for, from a poison record, which is parked; total over every thrown value.
 *
 * An error says it itself by `retryable`; else a transient network code (`UND_ERR_*` included), an abort or timeout, or
 * kafkajs' own `retriable` makes it retryable, looked for along `cause` too. All else is a bug or undecodable: poison.
 */
export const classifyFailure = (error: unknown): FailureKind => {
  const seen = new Set<unknown>();
  for (let each = error; typeof each === 'object' && each !== null && !seen.has(each);) {
    seen.add(each);
    if ('retryable' in each && typeof each.retryable === 'boolean') {
      return each.retryable ? 'retryable' : 'poison';
    }
    if ('retriable' in each && each.retriable === true) return 'retryable';
    if ('code' in each && typeof each.code === 'string') {
      if (transientCodes.has(each.code) || each.code.startsWith('UND_ERR_')) return 'retryable';
    }
    if ('name' in each && typeof each.name === 'string' && transientNames.has(each.name)) return 'retryable';
    each = 'cause' in each ? each.cause : undefined;
  }
  return 'poison';
};

/** The dependency that an error, or what caused it, says was down by a `dependency` of text; undefined when none does. */
export const dependencyOf = (error: unknown): string | undefined => {
  const seen = new Set<unknown>();
  for (let each = error; typeof each === 'object' && each !== null && !seen.has(each);) {
    seen.add(each);
    if ('dependency' in each && typeof each.dependency === 'string') return each.dependency;
    each = 'cause' in each ? each.cause : undefined;
  }
  return undefined;
};
