import type { CloudEvent, OrderEvent } from '@orderflow/contracts';
import { classifyFailure, type HandlerContext, type OutputRecord } from '@orderflow/kafka/core';
import { v5 as uuidv5 } from 'uuid';
import { paymentDecider, type PaymentRefusal } from '../../domain/payment/payment.decider.ts';
import { decideEffect } from '../../domain/payment/payment.effects.ts';
import { paymentIdNamespace } from '../../domain/payment/payment-id.ts';
import { judgeVersion } from '../../domain/payment/version-guard.ts';
import { paymentRecords } from '../../payment-log/payment-records.ts';
import type { TaskPayments } from '../../payment-log/task-payments.ts';
import type { ProviderEffects } from '../../provider/provider-effects.ts';

export interface SettlePaymentOptions {
  readonly effects: ProviderEffects;
  /** Hears of events that were handled before and came again. */
  readonly onDuplicate: (envelope: CloudEvent) => void;
}

/** What the provider did contradicts the payment's history: a bug, for a person to look at. */
export class PaymentContradictionError extends Error {
  readonly code = 'PAYMENT_CONTRADICTION';
  readonly refusal: PaymentRefusal;

  constructor(orderId: string, refusal: PaymentRefusal) {
    super(`The outcome for order ${orderId} contradicts its payment: ${refusal.code}`);
    this.name = 'PaymentContradictionError';
    this.refusal = refusal;
  }
}

/** Makes of each order event what it asks of the provider, and of the provider's answer the payment's events. */
export class SettlePaymentHandler {
  readonly #options: SettlePaymentOptions;

  constructor(options: SettlePaymentOptions) {
    this.#options = options;
  }

  /** @param read decodes the event; what it throws parks the event's version like any other poison */
  async handle(
    envelope: CloudEvent,
    read: () => OrderEvent,
    context: Pick<HandlerContext<TaskPayments>, 'state' | 'signal' | 'partition'>,
  ): Promise<readonly OutputRecord[]> {
    const payments = context.state;
    if (judgeVersion(payments.of(envelope.subject).handled, envelope.streamVersion) === 'drop') {
      this.#options.onDuplicate(envelope);
      return [];
    }
    try {
      return await this.#settle(read(), envelope, context);
    } catch (error) {
      if (classifyFailure(error) === 'poison') payments.parked(envelope.subject, envelope.streamVersion);
      throw error;
    }
  }

  async #settle(
    event: OrderEvent,
    envelope: CloudEvent,
    {
      state: payments,
      signal,
      partition,
    }: Pick<HandlerContext<TaskPayments>, 'state' | 'signal' | 'partition'>,
  ): Promise<readonly OutputRecord[]> {
    const { subject: orderId, streamVersion } = envelope;
    const { state, version } = payments.of(orderId);
    const effect = decideEffect(state, event, uuidv5(orderId, paymentIdNamespace));
    if (effect.effect === 'none') {
      payments.handled(orderId, streamVersion, []);
      return [];
    }
    const command = await this.#options.effects.perform(envelope.id, effect, signal);
    const decision = paymentDecider.decide(command, state);
    if (decision.outcome === 'refused') throw new PaymentContradictionError(orderId, decision.refusal);

    const { events } = decision;
    const records = paymentRecords({ events, cause: envelope, version, at: command.at, partition });
    // An overrun's result is discarded, so it must leave no trace in the state: from here to the return nothing waits or fails.
    signal.throwIfAborted();
    payments.handled(orderId, streamVersion, events);
    return records;
  }
}
