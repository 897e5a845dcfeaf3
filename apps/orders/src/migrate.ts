import { migrate } from '@orderflow/postgres-messaging';
import { createLogger } from '@orderflow/telemetry';
import { readOrdersMigrationsConfig } from './orders.config.ts';
import { ordersOwnerDataSource } from './orders.data-source.ts';

const logger = createLogger({ service: 'orders-migrations' });
const dataSource = ordersOwnerDataSource(readOrdersMigrationsConfig(process.env));
await dataSource.initialize();
try {
  logger.info('migrated', { migrations: await migrate(dataSource) });
} finally {
  await dataSource.destroy();
}
