import { createHash } from 'node:crypto';
import type { IdempotencyKey } from '@orderflow/postgres-messaging';

/**
 * A request under its caller's key. The hash covers the route and the body as it was understood, so that spelling
 * (white space, the order of fields) is no difference and another resource is.
 */
export function keyedRequest(
  caller: string,
  key: string | undefined,
  route: string,
  body: unknown,
): IdempotencyKey | undefined {
  if (key === undefined) return undefined;
  const bodyHash = createHash('sha256')
    .update(JSON.stringify([route, body]))
    .digest('hex');
  return { caller, key, bodyHash };
}
