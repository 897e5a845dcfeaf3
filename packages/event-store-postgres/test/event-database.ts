import { inboxMigration, idempotencyKeysMigration } from '@orderflow/postgres-messaging';
import { type ServiceDatabase, serviceDatabase } from '@orderflow/postgres-messaging/testing';
import { createDatabase } from '@orderflow/test-harness';
import { eventStoreMigration } from '../src/index.ts';

/** A database with an event store, an inbox and idempotency keys, removed with its roles when disposed of. */
export async function eventDatabase(): Promise<ServiceDatabase> {
  const database = await createDatabase('events');
  const service = await serviceDatabase({
    connection: database.connection,
    migrations: (roles) => [
      eventStoreMigration(roles),
      inboxMigration(roles),
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
