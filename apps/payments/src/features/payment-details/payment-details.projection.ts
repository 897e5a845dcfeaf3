import type { CloudEvent, PaymentEvent } from '@orderflow/contracts';
import { handleOnce, type Transaction } from '@orderflow/postgres-messaging';
import { PaymentDetailsEntity } from './payment-details.entity.ts';
import { paymentDetailsPart } from './payment-details.ts';

/** Fills the read model: each event once, the inbox row in the same transaction. */
export class PaymentDetailsProjection {
  readonly #inTransaction: <T>(work: (transaction: Transaction) => Promise<T>) => Promise<T>;

  constructor(inTransaction: <T>(work: (transaction: Transaction) => Promise<T>) => Promise<T>) {
    this.#inTransaction = inTransaction;
  }

  async project(event: PaymentEvent, { id, source, streamVersion }: CloudEvent): Promise<void> {
    const input = { handler: 'payment-details', source, inputId: id };
    await this.#inTransaction((transaction) =>
      handleOnce(transaction, input, async () => {
        const { amount, providerReference, reason, updatedAt, ...part } = paymentDetailsPart(event);
        const { orderId } = event.data;
        await transaction.manager.getRepository(PaymentDetailsEntity).upsert(
          {
            ...part,
            orderId,
            version: streamVersion,
            amount: String(amount),
            updatedAt: new Date(updatedAt),
            ...(providerReference === undefined ? {} : { providerReference }),
            ...(reason === undefined ? {} : { reason }),
          },
          ['orderId'],
        );
        return null;
      }),
    );
  }
}
