import type { IdempotencyKey, IdempotencyKeys, Transaction } from '@orderflow/postgres-messaging';
import { answerOnce, type AnsweredOnce, type StoredAnswer } from '../../idempotency/answer-once.ts';
import type { Cause, OrderStream } from '../../order-stream/order-stream.ts';

export interface CancelOrderRequest {
  readonly orderId: string;
  readonly reason: string;
  readonly cause: Cause;
  readonly idempotency: IdempotencyKey | undefined;
  /** By whose right it is cancelled, given the customer whose order it is; undefined where the caller has none. */
  readonly cancelledBy: (customerId: string) => 'customer' | 'operator' | undefined;
  /** Throws where the caller demanded another version (`If-Match`). */
  readonly assertVersion: (current: number) => void;
}

export interface CancelOrderOptions {
  readonly inTransaction: <T>(work: (transaction: Transaction) => Promise<T>) => Promise<T>;
  readonly orders: OrderStream;
  readonly keys: IdempotencyKeys;
  readonly now: () => Date;
}

/** There is no such order for this caller; nothing was written. */
export class OrderNotFoundError extends Error {
  readonly code = 'ORDER_NOT_FOUND';

  constructor() {
    super('There is no such order');
    this.name = 'OrderNotFoundError';
  }
}

/** Cancels orders; a refusal by the order's state is kept under the idempotency key like any other answer. */
export class CancelOrderHandler {
  readonly #options: CancelOrderOptions;

  constructor(options: CancelOrderOptions) {
    this.#options = options;
  }

  /** @throws OrderNotFoundError, and what `assertVersion` throws */
  async handle(request: CancelOrderRequest): Promise<AnsweredOnce> {
    const { inTransaction, keys, orders } = this.#options;
    return inTransaction(async (transaction) => {
      await orders.lock(transaction, request.orderId);
      return answerOnce(keys, transaction, request.idempotency, () => this.#cancel(transaction, request));
    });
  }

  async #cancel(transaction: Transaction, request: CancelOrderRequest): Promise<StoredAnswer> {
    const { orders, now } = this.#options;
    const { orderId, reason, cause } = request;
    const { state, version: current } = await orders.load(transaction, orderId);
    const cancelledBy = state.status === 'none' ? undefined : request.cancelledBy(state.customer.id);
    if (cancelledBy === undefined) throw new OrderNotFoundError();
    request.assertVersion(current);

    const cancelledAt = now().toISOString();
    const command = { type: 'CancelOrder', orderId, reason, cancelledBy, cancelledAt } as const;
    const result = await orders.execute(transaction, command, cancelledAt, cause);
    return result.outcome === 'refused'
      ? { status: 409, orderId, version: result.version, refusal: result.refusal }
      : { status: 200, orderId, version: result.version };
  }
}
