import { connectClient, connectorWatch } from '@orderflow/connect';
import { headerText } from '@orderflow/kafka/core';
import { kafkaTransport } from '@orderflow/kafka/nest';
import { paymentEvents, readEventRecord } from '@orderflow/contracts';
import { autocommitSql } from '@orderflow/postgres-messaging';
import { HealthRegistry, type ServiceOptions } from '@orderflow/service-kit';
import { consumerHealth, consumerMetrics } from '@orderflow/service-kit/kafka';
import { createLogger, createMetrics } from '@orderflow/telemetry';
import { publicationMetrics } from './health/publication-metrics.ts';
import { ordersHealth } from './health/orders.health.ts';
import { purgeIdempotencyKeys } from './idempotency/purge-idempotency-keys.ts';
import type { OrdersConfig } from './orders.config.ts';
import { ordersDataSource } from './orders.data-source.ts';
import { OrdersModule } from './orders.module.ts';

/** The service that a configuration describes, ready to start: its database is connected, its consumers are not yet. */
export async function ordersService(config: OrdersConfig): Promise<ServiceOptions> {
  const logger = createLogger({ service: 'orders', level: config.LOG_LEVEL });
  const metrics = createMetrics({ service: 'orders' });
  const dataSource = ordersDataSource(config, (error) => logger.warn('database connection lost', { error }));
  await dataSource.initialize();

  const transport = kafkaTransport({
    brokers: config.KAFKA_BROKERS,
    clientId: 'orders',
    instanceId: config.INSTANCE_ID,
    logger,
    codecs: {
      'payments.events': {
        decode: ({ headers, value }) =>
          readEventRecord(paymentEvents, (name) => headerText(headers, name), value),
      },
    },
  });
  consumerMetrics(metrics, {
    clientId: 'orders',
    consumers: () => transport.consumers(),
    now: Date.now,
    logger,
  });

  const connectors = connectorWatch({
    client: connectClient(config.CONNECT_URL),
    names: [config.CONNECTOR_NAME],
    isKafkaUp: async () => transport.consumers().every(({ state }) => state === 'running'),
    now: () => performance.now(),
    random: Math.random,
    onRestart: (connector) => logger.warn('connector restarted', connector),
  });
  connectors.start();
  publicationMetrics(metrics, {
    sql: autocommitSql(dataSource),
    slot: config.REPLICATION_SLOT,
    connectors,
    logger,
  });

  const stopping = new AbortController();
  const purging = purgeIdempotencyKeys(autocommitSql(dataSource), () => new Date(), logger, stopping.signal);

  return {
    name: 'orders',
    description: 'Places, confirms and cancels orders.',
    module: OrdersModule.with({ dataSource, connectors, logger }),
    port: config.ORDERS_PORT,
    host: config.ORDERS_HOST,
    logger,
    metrics,
    authentication: { jwks: config.JWT_JWKS, issuer: config.JWT_ISSUER, audience: config.JWT_AUDIENCE },
    configure: (app) => {
      app.connectMicroservice({ strategy: transport });
      const health = app.get(HealthRegistry);
      const dependencies = { sql: autocommitSql(dataSource), connectors, slot: config.REPLICATION_SLOT };
      for (const component of ordersHealth(dependencies)) health.register(component);
      health.register(
        consumerHealth('orders', () => transport.consumers().find(({ group }) => group === 'orders')),
      );
    },
    shutdown: [
      {
        name: 'purge',
        run: async () => {
          stopping.abort();
          await purging;
        },
      },
    ],
  };
}
