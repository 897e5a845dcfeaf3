import { postgresAddress, postgresDataSource } from '@orderflow/postgres-messaging';
import type { DataSource } from 'typeorm';
import type { OrdersConfig, OrdersMigrationsConfig } from './orders.config.ts';
import { ordersMigrations } from './migrations/orders.migrations.ts';

/** The service's connections, with the rights of its own role: it can't change an event. Not yet initialised. */
export function ordersDataSource(
  config: Pick<OrdersConfig, 'ORDERS_DATABASE_URL' | 'ORDERS_POOL_SIZE'>,
  onPoolError: (error: Error) => void,
): DataSource {
  return postgresDataSource({
    ...postgresAddress(config.ORDERS_DATABASE_URL),
    applicationName: 'orders',
    poolSize: config.ORDERS_POOL_SIZE,
    onPoolError,
  });
}

/** The owner's connections, for migrations and rebuilds. Not yet initialised. */
export function ordersOwnerDataSource(config: OrdersMigrationsConfig): DataSource {
  return postgresDataSource({
    ...postgresAddress(config.ORDERS_MIGRATIONS_URL),
    applicationName: 'orders-migrations',
    poolSize: 2,
    // A migration or a rebuild may take its time.
    statementTimeoutMs: 600_000,
    idleInTransactionTimeoutMs: 600_000,
    migrations: [...ordersMigrations({ appRole: config.ORDERS_APP_ROLE, cdcRole: config.ORDERS_CDC_ROLE })],
  });
}
