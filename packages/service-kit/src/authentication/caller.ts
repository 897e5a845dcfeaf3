import { createHash } from 'node:crypto';

/** Who sent a request: the token's subject, which owns resources and idempotency keys, and its scopes. */
export interface Caller {
  readonly subject: string;
  /** Who events say acted: the subject, or its pseudonym where the subject is an e-mail address. */
  readonly actor: string;
  readonly scopes: ReadonlySet<string>;
  has(scope: string): boolean;
}

/** Builds a caller from a token's subject and its space-separated `scope` claim. */
export function callerOf(subject: string, scopeClaim: string): Caller {
  const scopes = new Set(scopeClaim.split(' ').filter((scope) => scope !== ''));
  return { subject, actor: actorOf(subject), scopes, has: (scope) => scopes.has(scope) };
}

/**
 * Keeps e-mail addresses out of events, which can't be erased: `sub:` and 32 hex digits of the subject's SHA-256, the same for the
 * same subject. A pseudonym, not anonymity: who guesses the address can confirm it.
 */
function actorOf(subject: string): string {
  if (!subject.includes('@')) return subject;
  return `sub:${createHash('sha256').update(subject).digest('hex').slice(0, 32)}`;
}
