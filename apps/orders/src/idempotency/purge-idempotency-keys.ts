import { setTimeout as delay } from 'node:timers/promises';
import { idempotencyKeys, type SqlClient } from '@orderflow/postgres-messaging';
import type { Logger } from '@orderflow/telemetry';

const keptMs = 7 * 24 * 60 * 60 * 1_000;
const intervalMs = 60 * 60 * 1_000;

/**
 * Deletes idempotency keys that are older than seven days, every hour until the signal fires. Instances may do it at once: each
 * deletes what it finds.
 */
export async function purgeIdempotencyKeys(
  sql: SqlClient,
  now: () => Date,
  logger: Logger,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    try {
      const purged = await purgeAll(sql, new Date(now().getTime() - keptMs));
      if (purged > 0) logger.info('idempotency keys purged', { purged });
    } catch (error) {
      // The database being away is told by health; the next hour tries again.
      logger.warn('idempotency keys not purged', { error });
    }
    await delay(intervalMs, undefined, { signal, ref: false }).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
  }
}

async function purgeAll(sql: SqlClient, olderThan: Date): Promise<number> {
  for (let total = 0; ;) {
    const batch = await idempotencyKeys.purge(sql, olderThan);
    if (batch === 0) return total;
    total += batch;
  }
}
