import { setTimeout as pause } from 'node:timers/promises';
import type { ClientBase } from 'pg';
import { errorCode } from '../error-code.ts';

const OBJECT_IN_USE = '55006';

/**
 * Drops a database if it exists, its connections and replication slots too, which `DROP DATABASE … WITH (FORCE)` would stumble over.
 * @param name an identifier that needs no quotes.
 * @param timeoutMs how long a reader that comes back again and again is fought; default 10,000.
 */
export async function dropDatabase(client: ClientBase, name: string, timeoutMs = 10_000): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    try {
      await client.query(
        'SELECT pg_terminate_backend(active_pid, 1000) FROM pg_replication_slots WHERE database = $1 AND active',
        [name],
      );
      await client.query(
        'SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE database = $1',
        [name],
      );
      await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      return;
    } catch (error) {
      if (errorCode(error) !== OBJECT_IN_USE || performance.now() >= deadline) throw error;
    }
    await pause(50);
  }
}
