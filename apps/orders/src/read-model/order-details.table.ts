import { quotedIdentifier } from '@orderflow/postgres-messaging';

/** The read model's table. The migration and the rebuild both create it from here. */
export const createOrderDetailsTable = `
  CREATE TABLE IF NOT EXISTS order_details (
    order_id    text PRIMARY KEY,
    customer_id text NOT NULL,
    status      text NOT NULL,
    version     integer NOT NULL,
    placed_at   timestamptz NOT NULL,
    details     jsonb NOT NULL
  )`;

/** Serves a customer's orders, newest first, with a keyset cursor. */
export const createOrderDetailsIndex = `
  CREATE INDEX IF NOT EXISTS order_details_by_customer ON order_details (customer_id, placed_at DESC, order_id DESC)`;

/** What the service's role may do with it. */
export const grantOrderDetails = (appRole: string): string =>
  `GRANT SELECT, INSERT, UPDATE ON order_details TO ${quotedIdentifier(appRole)}`;
