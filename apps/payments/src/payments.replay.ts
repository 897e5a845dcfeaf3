import { cloudEventHeaders, consumerGroups, replayModeOf } from '@orderflow/contracts';
import { headerText } from '@orderflow/kafka/core';
import { effectLedger } from '@orderflow/postgres-messaging';
import type { ReplayableHandler, ReplayComposition } from '@orderflow/replay';
import type { Logger } from '@orderflow/telemetry';
import { paymentDetailsShadow } from './features/payment-details/payment-details.shadow.ts';
import { settlePaymentVerification } from './features/settle-payment/settle-payment.verification.ts';
import type { PaymentsReplayConfig } from './payments.config.ts';
import { paymentsDataSource, paymentsOwnerDataSource } from './payments.data-source.ts';
import { recordedEffects } from './provider/recorded-effects.ts';

/**
 * The composition root of a replay. It knows no provider and no producer: what it composes can't reach one. Verifying takes the rights of
 * the service, a shadow those of the owner.
 */
export function paymentsReplay(config: PaymentsReplayConfig, logger: Logger): ReplayComposition {
  const onPoolError = (error: Error) => logger.warn('database connection lost', { error });
  return {
    brokers: config.KAFKA_BROKERS,
    clientId: 'payments-replay',
    declared: consumerGroups
      .filter(({ service }) => service === 'payments')
      .map((group) => ({ ...group, mode: replayModeOf(group) })),
    entries: [
      {
        group: 'payments',
        topic: 'orders.events',
        mode: 'verify',
        open: () =>
          connected(paymentsDataSource({ ...config, PAYMENTS_POOL_SIZE: 2 }, onPoolError), (dataSource) =>
            settlePaymentVerification('payments', recordedEffects(effectLedger(dataSource))),
          ),
      },
      {
        group: 'payments-details',
        topic: 'payments.events',
        mode: 'rebuild',
        open: () =>
          connected(paymentsOwnerDataSource(config), (dataSource) => ({
            mode: 'rebuild',
            shadow: paymentDetailsShadow(dataSource),
          })),
      },
    ],
    typeOf: ({ headers }) => headerText(headers, cloudEventHeaders.type),
  };
}

type DataSource = ReturnType<typeof paymentsDataSource>;

async function connected(dataSource: DataSource, compose: (dataSource: DataSource) => ReplayableHandler) {
  await dataSource.initialize();
  return {
    handler: compose(dataSource),
    [Symbol.asyncDispose]: () => dataSource.destroy(),
  };
}
