import type { CloudEvent, PaymentEvent } from '@orderflow/contracts';
import type { KafkaRecord } from '@orderflow/kafka/core';
import { evolvePayment, noPayment, type PaymentState } from '../domain/payment/payment.state.ts';
import {
  afterHandling,
  afterParking,
  nothingHandled,
  type HandledOrderVersions,
} from '../domain/payment/version-guard.ts';
import { readPaymentRecord } from './read-payment-record.ts';

/** One order's payment, as its task knows it. */
export interface TaskPayment {
  readonly state: PaymentState;
  /** The version of the payment's stream: how many events it has. */
  readonly version: number;
  readonly handled: HandledOrderVersions;
}

/** A payment's log skips a version: something is missing, and nothing may be decided on the rest. */
export class PaymentLogGapError extends Error {
  readonly code = 'PAYMENT_LOG_GAP';

  constructor(orderId: string, version: number, next: number) {
    super(`The payment of order ${orderId} goes from version ${version} to ${next}`);
    this.name = 'PaymentLogGapError';
  }
}

const unknownPayment: TaskPayment = { state: noPayment, version: 0, handled: nothingHandled };

/**
 * The payments of one partition, folded from its own log. The task is their only writer, so what stands here is the truth
 * plus what the task is about to commit; with the ownership it ends.
 */
export class TaskPayments {
  readonly #payments = new Map<string, TaskPayment>();

  /** How many orders have a payment here. */
  get size(): number {
    return this.#payments.size;
  }

  of(orderId: string): TaskPayment {
    return this.#payments.get(orderId) ?? unknownPayment;
  }

  /**
   * After a record of the log, at restore. A version that is known already stands there twice: a broker killed while it completed a
   * commit can lose the offsets of a transaction whose outputs it kept, and the former owner sent them again.
   */
  restore(event: PaymentEvent, { subject, streamVersion, causationVersion }: CloudEvent): void {
    const { version } = this.of(subject);
    if (streamVersion <= version) return;
    if (streamVersion !== version + 1) throw new PaymentLogGapError(subject, version, streamVersion);
    const payment = this.#append(subject, [event]);
    if (causationVersion !== undefined) {
      this.#payments.set(subject, { ...payment, handled: afterHandling(payment.handled, causationVersion) });
    }
  }

  /** After an order's event was handled and gave these events, perhaps none. */
  handled(orderId: string, orderVersion: number, events: readonly PaymentEvent[]): void {
    const payment = this.#append(orderId, events);
    this.#payments.set(orderId, { ...payment, handled: afterHandling(payment.handled, orderVersion) });
  }

  /** After an order's event was parked: those behind it go on, and it may still be handled once. */
  parked(orderId: string, orderVersion: number): void {
    const payment = this.of(orderId);
    this.#payments.set(orderId, { ...payment, handled: afterParking(payment.handled, orderVersion) });
  }

  #append(orderId: string, events: readonly PaymentEvent[]): TaskPayment {
    const { state, version, handled } = this.of(orderId);
    const payment = { state: events.reduce(evolvePayment, state), version: version + events.length, handled };
    this.#payments.set(orderId, payment);
    return payment;
  }
}

/** Folds a partition of payments.events from its start to its end. Throws on a record it can't read: the truth has no gaps. */
export async function restoreTaskPayments(log: AsyncIterable<KafkaRecord>): Promise<TaskPayments> {
  const payments = new TaskPayments();
  for await (const record of log) {
    const { event, envelope } = readPaymentRecord(record);
    payments.restore(event, envelope);
  }
  return payments;
}
