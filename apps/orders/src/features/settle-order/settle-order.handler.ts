import type { CloudEvent, PaymentEvent } from '@orderflow/contracts';
import { handleOnce, type Transaction } from '@orderflow/postgres-messaging';
import type { Logger } from '@orderflow/telemetry';
import type { OrderStream } from '../../order-stream/order-stream.ts';
import { settlementOf } from './settle-order.policy.ts';

export interface SettleOrderOptions {
  readonly inTransaction: <T>(work: (transaction: Transaction) => Promise<T>) => Promise<T>;
  readonly orders: OrderStream;
  readonly now: () => Date;
  readonly logger: Logger;
}

/**
 * Confirms or rejects orders as their payments end: each payment event has its effect once, since inbox row, event and
 * read model commit together.
 */
export class SettleOrderHandler {
  readonly #options: SettleOrderOptions;

  constructor(options: SettleOrderOptions) {
    this.#options = options;
  }

  async handle(payment: PaymentEvent, envelope: CloudEvent): Promise<void> {
    const { inTransaction, orders, now, logger } = this.#options;
    const at = now().toISOString();
    const command = settlementOf(payment, at);
    if (command === undefined) return;
    const { first, outcome } = await inTransaction(async (transaction) => {
      // Before the inbox row, the transaction's first write.
      await orders.lock(transaction, command.orderId);
      const input = { handler: 'settle-order', source: envelope.source, inputId: envelope.id };
      return handleOnce(transaction, input, async () => {
        const result = await orders.execute(transaction, command, at, {
          correlationId: envelope.correlationId,
          causationId: envelope.id,
          causationVersion: envelope.streamVersion,
          traceparent: envelope.traceparent,
          actor: envelope.source,
        });
        return result.outcome === 'refused' ? result.refusal.code : 'settled';
      });
    });
    if (first && outcome !== 'settled') {
      // An answer and no failure, but the payment stands against an order that didn't want it: someone should know.
      const { orderId, type } = command;
      logger.warn('settlement refused', { orderId, command: type, refusal: outcome });
    }
  }
}
