import {
  effectLedgerMigration,
  inboxMigration,
  quotedIdentifier,
  sqlMigration,
  twinTablesMigration,
  twinTableStatements,
  type MigrationClass,
  type ServiceRoles,
} from '@orderflow/postgres-messaging';

/** Everything that the payments database holds, in the order in which it is created. */
export function paymentsMigrations(roles: ServiceRoles): readonly MigrationClass[] {
  return [
    inboxMigration(roles),
    effectLedgerMigration(roles),
    sqlMigration('CreatePaymentsTables1764000000200', [
      `CREATE TABLE payment_details (
         order_id           text COLLATE "C" PRIMARY KEY,
         customer_id        text NOT NULL,
         payment_id         text NOT NULL,
         status             text NOT NULL,
         version            integer NOT NULL,
         amount             bigint NOT NULL,
         currency           text NOT NULL,
         provider_reference text,
         reason             text,
         updated_at         timestamptz NOT NULL
       )`,
      `GRANT SELECT, INSERT, UPDATE ON payment_details TO ${quotedIdentifier(roles.appRole)}`,
    ]),
    twinTablesMigration(roles),
    sqlMigration('GivePaymentDetailsATwin1764000000201', twinTableStatements('payment_details', roles)),
  ];
}
