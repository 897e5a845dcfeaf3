import type { Transaction } from './transaction.ts';

/**
 * The SQL expression of an advisory lock's 64-bit key, for functions in migrations that lock the same things.
 * Two keys with one hash share a lock: they wait for each other needlessly and nothing else happens.
 * @param namespace a constant such as `stream`, put into the SQL as it is
 * @param keySql an SQL expression of type text
 */
export function advisoryLockKeySql(namespace: LockNamespace, keySql: string): string {
  return `hashtextextended('${namespace}:' || ${keySql}, 0)`;
}

/** What an advisory lock protects. */
export type LockNamespace = 'stream' | 'inbox' | 'idempotency-key' | 'migrations' | 'twin-tables';

/**
 * Holds the locks of all these streams until the transaction ends, waiting for each; other holders' commits are then
 * visible. Take it before the first write of a transaction that appends (an inbox row is a write): only then rises a
 * stream's transaction id with its version, on which `windowedReader` relies.
 * Locks are taken in the order of their keys, so that two callers with the same streams can't deadlock.
 */
export async function lockStreams(tx: Transaction, streamIds: readonly string[]): Promise<void> {
  await tx.sql.query({
    name: 'lock_streams',
    // The sub-select is sorted before the outer list is evaluated: DISTINCT keeps the planner from merging the two.
    text: `SELECT pg_advisory_xact_lock(lock_key)
           FROM (SELECT DISTINCT ${advisoryLockKeySql('stream', 'id')} AS lock_key
                 FROM unnest($1::text[]) AS id ORDER BY lock_key) AS locks`,
    values: [streamIds],
  });
}

/**
 * Takes a lock until the transaction ends, or answers false at once where another transaction holds it.
 * @param namespace keeps equal keys of different purposes apart
 */
export async function tryLock(tx: Transaction, namespace: string, key: string): Promise<boolean> {
  const { rows } = await tx.sql.query<{ locked: boolean }>({
    name: 'try_lock',
    text: `SELECT pg_try_advisory_xact_lock(hashtextextended($1::text || ':' || $2::text, 0)) AS locked`,
    values: [namespace, key],
  });
  return rows[0]?.locked === true;
}
