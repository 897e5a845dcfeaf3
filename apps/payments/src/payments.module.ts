import { Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import { effectLedger, withTransaction, type Transaction } from '@orderflow/postgres-messaging';
import type { DataSource } from 'typeorm';
import type { CloudEvent } from '@orderflow/contracts';
import { PaymentDetailsConsumer } from './features/payment-details/payment-details.consumer.ts';
import { PaymentDetailsController } from './features/payment-details/payment-details.controller.ts';
import { PaymentDetailsProjection } from './features/payment-details/payment-details.projection.ts';
import { PaymentDetailsRepository } from './features/payment-details/payment-details.repository.ts';
import { SettlePaymentConsumer } from './features/settle-payment/settle-payment.consumer.ts';
import { SettlePaymentHandler } from './features/settle-payment/settle-payment.handler.ts';
import type { PaymentProvider } from './provider/payment-provider.ts';
import { providerEffects } from './provider/provider-effects.ts';

export interface PaymentsModuleOptions {
  /** Initialised; closed with the application, after its consumers. */
  readonly dataSource: DataSource;
  readonly provider: PaymentProvider;
  readonly providerKeyLifetimeMs: number;
  readonly providerTimeoutMs: number;
  readonly onDuplicate: (envelope: CloudEvent) => void;
}

/** The composition root: the one place that knows every class of the service and its clock. */
@Module({})
export class PaymentsModule {
  static with(options: PaymentsModuleOptions): DynamicModule {
    const { dataSource, provider, onDuplicate } = options;
    const inTransaction = <T>(work: (transaction: Transaction) => Promise<T>) =>
      withTransaction(dataSource, work);
    const effects = providerEffects({
      ledger: effectLedger(dataSource),
      provider,
      keyLifetimeMs: options.providerKeyLifetimeMs,
      requestTimeoutMs: options.providerTimeoutMs,
      now: () => new Date(),
    });
    return {
      module: PaymentsModule,
      controllers: [PaymentDetailsController, PaymentDetailsConsumer, SettlePaymentConsumer],
      providers: [
        { provide: SettlePaymentHandler, useValue: new SettlePaymentHandler({ effects, onDuplicate }) },
        { provide: PaymentDetailsProjection, useValue: new PaymentDetailsProjection(inTransaction) },
        { provide: PaymentDetailsRepository, useValue: new PaymentDetailsRepository(inTransaction) },
        { provide: Closing, useValue: new Closing(dataSource) },
      ],
    };
  }
}

/** Closes what the service opened, after its consumers have stopped. */
class Closing implements OnApplicationShutdown {
  readonly #dataSource: DataSource;

  constructor(dataSource: DataSource) {
    this.#dataSource = dataSource;
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#dataSource.destroy();
  }
}
