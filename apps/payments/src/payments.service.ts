import { kafkaTransport } from '@orderflow/kafka/nest';
import { autocommitSql, effectLedger } from '@orderflow/postgres-messaging';
import { HealthRegistry, type ServiceOptions } from '@orderflow/service-kit';
import { consumerHealth, consumerMetrics } from '@orderflow/service-kit/kafka';
import { createLogger, createMetrics, metricNames } from '@orderflow/telemetry';
import { Counter } from 'prom-client';
import { effectMetrics } from './health/effect-metrics.ts';
import { paymentsHealth } from './health/payments.health.ts';
import { readPaymentRecord } from './payment-log/read-payment-record.ts';
import { restoreTaskPayments } from './payment-log/task-payments.ts';
import type { PaymentsConfig } from './payments.config.ts';
import { paymentsDataSource } from './payments.data-source.ts';
import { PaymentsModule } from './payments.module.ts';
import { httpPaymentProvider } from './provider/http.payment-provider.ts';

/** The service that a configuration describes, ready to start: its database is connected, its consumers are not yet. */
export async function paymentsService(config: PaymentsConfig): Promise<ServiceOptions> {
  const logger = createLogger({ service: 'payments', level: config.LOG_LEVEL });
  const metrics = createMetrics({ service: 'payments' });
  const dataSource = paymentsDataSource(config, (error) =>
    logger.warn('database connection lost', { error }),
  );
  await dataSource.initialize();

  const ledger = effectLedger(dataSource);
  effectMetrics(metrics, ledger, logger);
  const transport = kafkaTransport({
    brokers: config.KAFKA_BROKERS,
    clientId: 'payments',
    instanceId: config.INSTANCE_ID,
    logger,
    codecs: {
      'payments.events': { decode: readPaymentRecord },
    },
    groups: {
      payments: {
        restore: (task) => restoreTaskPayments(task.readPartition('payments.events')),
      },
    },
  });
  consumerMetrics(metrics, {
    clientId: 'payments',
    consumers: () => transport.consumers(),
    now: Date.now,
    logger,
  });

  const duplicates = new Counter({
    name: metricNames.duplicatesDropped,
    help: 'Events dropped because they had been handled before.',
    labelNames: ['handler'],
    registers: [metrics.registry],
  });
  // A series that begins at 1 hides its first increase from a rate.
  duplicates.inc({ handler: 'settle-payment' }, 0);

  return {
    name: 'payments',
    description: 'Authorises and voids the payments of orders.',
    module: PaymentsModule.with({
      dataSource,
      provider: httpPaymentProvider({
        url: config.PSP_URL,
        apiKey: config.PSP_API_KEY,
        timeoutMs: config.PSP_TIMEOUT_MS,
      }),
      providerKeyLifetimeMs: config.PSP_KEY_LIFETIME_MS,
      providerTimeoutMs: config.PSP_TIMEOUT_MS,
      onDuplicate: () => duplicates.inc({ handler: 'settle-payment' }),
    }),
    port: config.PAYMENTS_PORT,
    host: config.PAYMENTS_HOST,
    logger,
    metrics,
    authentication: { jwks: config.JWT_JWKS, issuer: config.JWT_ISSUER, audience: config.JWT_AUDIENCE },
    configure: (app) => {
      app.connectMicroservice({ strategy: transport });
      const health = app.get(HealthRegistry);
      for (const component of paymentsHealth(autocommitSql(dataSource), ledger)) {
        health.register(component);
      }
      for (const group of ['payments', 'payments-details']) {
        health.register(
          consumerHealth(group, () => transport.consumers().find((consumer) => consumer.group === group)),
        );
      }
    },
  };
}
