/** Who sent a request: the token's subject, which is the actor of events and owns idempotency keys, and its scopes. */
export interface Caller {
  readonly subject: string;
  readonly scopes: ReadonlySet<string>;
  has(scope: string): boolean;
}

/** Builds a caller from a token's subject and its space-separated `scope` claim. */
export function callerOf(subject: string, scopeClaim: string): Caller {
  const scopes = new Set(scopeClaim.split(' ').filter((scope) => scope !== ''));
  return { subject, scopes, has: (scope) => scopes.has(scope) };
}
