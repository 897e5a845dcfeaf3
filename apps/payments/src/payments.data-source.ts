import { postgresAddress, postgresDataSource } from '@orderflow/postgres-messaging';
import type { DataSource } from 'typeorm';
import { PaymentDetailsEntity } from './features/payment-details/payment-details.entity.ts';
import { paymentsMigrations } from './migrations/payments.migrations.ts';
import type { PaymentsConfig, PaymentsMigrationsConfig } from './payments.config.ts';

/** The service's connections, with the rights of its own role. Not yet initialised. */
export function paymentsDataSource(
  config: Pick<PaymentsConfig, 'PAYMENTS_DATABASE_URL' | 'PAYMENTS_POOL_SIZE'>,
  onPoolError: (error: Error) => void,
): DataSource {
  return postgresDataSource({
    ...postgresAddress(config.PAYMENTS_DATABASE_URL),
    applicationName: 'payments',
    poolSize: config.PAYMENTS_POOL_SIZE,
    entities: [PaymentDetailsEntity],
    onPoolError,
  });
}

/** The owner's connections, for migrations and rebuilds. Not yet initialised. */
export function paymentsOwnerDataSource(config: PaymentsMigrationsConfig): DataSource {
  return postgresDataSource({
    ...postgresAddress(config.PAYMENTS_MIGRATIONS_URL),
    applicationName: 'payments-migrations',
    poolSize: 2,
    statementTimeoutMs: 600_000,
    idleInTransactionTimeoutMs: 600_000,
    migrations: [...paymentsMigrations({ appRole: config.PAYMENTS_APP_ROLE })],
  });
}
