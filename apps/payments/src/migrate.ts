import { migrate } from '@orderflow/postgres-messaging';
import { createLogger } from '@orderflow/telemetry';
import { readPaymentsMigrationsConfig } from './payments.config.ts';
import { paymentsOwnerDataSource } from './payments.data-source.ts';

const logger = createLogger({ service: 'payments-migrations' });
const dataSource = paymentsOwnerDataSource(readPaymentsMigrationsConfig(process.env));
await dataSource.initialize();
try {
  logger.info('migrated', { migrations: await migrate(dataSource) });
} finally {
  await dataSource.destroy();
}
