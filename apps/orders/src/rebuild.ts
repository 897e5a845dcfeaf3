import { eventCodec, orderEvents } from '@orderflow/contracts';
import { withTransaction } from '@orderflow/postgres-messaging';
import { createLogger } from '@orderflow/telemetry';
import { readOrdersMigrationsConfig } from './orders.config.ts';
import { ordersOwnerDataSource } from './orders.data-source.ts';
import { rebuildOrderDetails } from './read-model/rebuild-order-details.ts';

const logger = createLogger({ service: 'orders-rebuild' });
const config = readOrdersMigrationsConfig(process.env);
const dataSource = ordersOwnerDataSource(config);
await dataSource.initialize();
try {
  const events = await withTransaction(dataSource, (transaction) =>
    rebuildOrderDetails(transaction, {
      codec: eventCodec(orderEvents),
      appRole: config.ORDERS_APP_ROLE,
      onProgress: (read) => logger.info('rebuilding order details', { events: read }),
    }),
  );
  logger.info('order details rebuilt', { events });
} finally {
  await dataSource.destroy();
}
