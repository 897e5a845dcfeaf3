import type { DataSource } from 'typeorm';
import { advisoryLockKeySql } from './advisory-locks.ts';
import { withTransaction } from './transaction.ts';

/**
 * All pending migrations of the DataSource have run when it resolves, also where several processes call it at once:
 * they wait for each other on an advisory lock, at most the DataSource's statement timeout; a migration must not run
 * longer either. Needs two connections.
 * @returns the names of the migrations that this call ran
 */
export async function migrate(dataSource: DataSource): Promise<readonly string[]> {
  return withTransaction(dataSource, async (tx) => {
    // The lock's transaction idles meanwhile; migrations commit on a connection of their own.
    await tx.sql.query({ text: `SET LOCAL idle_in_transaction_session_timeout = 0` });
    await tx.sql.query({
      text: `SELECT pg_advisory_xact_lock(${advisoryLockKeySql('migrations', `'all'`)})`,
    });
    const migrations = await dataSource.runMigrations();
    return migrations.map((migration) => migration.name);
  });
}
