import {
  idempotencyKeysMigration,
  inboxMigration,
  quotedIdentifier,
  sqlMigration,
  type MigrationClass,
} from '@orderflow/postgres-messaging';
import { eventStoreMigration, type EventStoreRoles } from '@orderflow/event-store-postgres';
import {
  createOrderDetailsIndex,
  createOrderDetailsTable,
  grantOrderDetails,
} from '../read-model/order-details.table.ts';

/** Everything that the orders database holds, in the order in which it is created. */
export function ordersMigrations(roles: EventStoreRoles): readonly MigrationClass[] {
  return [
    inboxMigration(roles),
    idempotencyKeysMigration(roles),
    eventStoreMigration(roles),
    sqlMigration('CreateOrdersTables1764000000100', [
      createOrderDetailsTable,
      createOrderDetailsIndex,
      grantOrderDetails(roles.appRole),
      `CREATE TABLE contacts (
         customer_id text COLLATE "C" PRIMARY KEY,
         email       text NOT NULL,
         locale      text NOT NULL,
         updated_at  timestamptz NOT NULL DEFAULT clock_timestamp()
       )`,
      `GRANT SELECT, INSERT, UPDATE, DELETE ON contacts TO ${quotedIdentifier(roles.appRole)}`,
    ]),
  ];
}
