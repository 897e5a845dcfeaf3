import { createDatabase } from '@orderflow/test-harness';
import { effectLedgerMigration } from '../src/effect-ledger.migration.ts';
import { idempotencyKeysMigration } from '../src/idempotency-keys.migration.ts';
import { inboxMigration } from '../src/inbox.migration.ts';
import { type ServiceDatabase, serviceDatabase } from '../src/testing/index.ts';

/** A migrated database of the suite's own, removed with its roles when disposed of. */
export async function messagingDatabase(): Promise<ServiceDatabase> {
  const database = await createDatabase('messaging');
  const service = await serviceDatabase({
    connection: database.connection,
    migrations: (roles) => [
      inboxMigration(roles),
      effectLedgerMigration(roles),
      idempotencyKeysMigration(roles),
    ],
  });
  return {
    ...service,
    async [Symbol.asyncDispose]() {
      await service[Symbol.asyncDispose]();
      await database[Symbol.asyncDispose]();
    },
  };
}
