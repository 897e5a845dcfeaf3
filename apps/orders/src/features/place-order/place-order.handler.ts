import type { IdempotencyKey, IdempotencyKeys, Transaction } from '@orderflow/postgres-messaging';
import { saveContact } from '../../contacts/contacts.ts';
import type { OrderRefusal } from '../../domain/order/order.refusals.ts';
import { answerOnce, type AnsweredOnce } from '../../idempotency/answer-once.ts';
import type { Cause, OrderStream } from '../../order-stream/order-stream.ts';
import { foldOrderDetails } from '../../read-model/order-details.ts';
import type { PlaceOrderBody } from './place-order.body.ts';

export interface PlaceOrderRequest {
  readonly body: PlaceOrderBody;
  readonly cause: Cause;
  readonly idempotency: IdempotencyKey | undefined;
}

export interface PlaceOrderOptions {
  readonly inTransaction: <T>(work: (transaction: Transaction) => Promise<T>) => Promise<T>;
  readonly orders: OrderStream;
  readonly keys: IdempotencyKeys;
  readonly now: () => Date;
  readonly newOrderId: () => string;
}

/** The order asked for could never be placed; nothing was written. */
export class OrderRefusedError extends Error {
  readonly code = 'ORDER_REFUSED';
  readonly refusal: OrderRefusal;

  constructor(refusal: OrderRefusal) {
    super(`The order was refused: ${refusal.code}`);
    this.name = 'OrderRefusedError';
    this.refusal = refusal;
  }
}

/** Places orders: event, read model, contact and idempotency key in one transaction. */
export class PlaceOrderHandler {
  readonly #options: PlaceOrderOptions;

  constructor(options: PlaceOrderOptions) {
    this.#options = options;
  }

  /** @throws OrderRefusedError where the request could never be accepted; such a refusal is not kept under the key. */
  async handle({ body, cause, idempotency }: PlaceOrderRequest): Promise<AnsweredOnce> {
    const { inTransaction, keys } = this.#options;
    return inTransaction((transaction) =>
      answerOnce(keys, transaction, idempotency, () => this.#place(transaction, body, cause)),
    );
  }

  async #place(
    transaction: Transaction,
    { customer, currency, lines, payment }: PlaceOrderBody,
    cause: Cause,
  ) {
    const orderId = this.#options.newOrderId();
    const placedAt = this.#options.now().toISOString();
    const { id, email, locale } = customer;
    // A fresh id needs no lock of its own: the append is the transaction's first write and takes it.
    const result = await this.#options.orders.execute(
      transaction,
      { type: 'PlaceOrder', orderId, customer: { id, locale }, currency, lines, payment, placedAt },
      placedAt,
      cause,
    );
    if (result.outcome === 'refused') throw new OrderRefusedError(result.refusal);
    await saveContact(transaction.sql, { customerId: id, email, locale });
    const order = foldOrderDetails(result.events);
    return { status: 201, orderId, version: result.version, ...(order === undefined ? {} : { order }) };
  }
}
