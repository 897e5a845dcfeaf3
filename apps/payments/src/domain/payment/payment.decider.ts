import { accept, refuse, type Decider, type Decision } from '@orderflow/event-sourcing';
import type { PaymentCommand, RecordAuthorization, RecordVoid } from './payment.commands.ts';
import type { PaymentEvent } from './payment.events.ts';
import { evolvePayment, noPayment, type PaymentState, type PaymentStatus } from './payment.state.ts';

/** Why an outcome can't be what happened to this payment: provider and history contradict each other. */
export type PaymentRefusal =
  | { readonly code: 'PAYMENT_ALREADY_SETTLED'; readonly status: PaymentStatus }
  | { readonly code: 'NOTHING_TO_VOID'; readonly status: PaymentStatus }
  | { readonly code: 'REFERENCE_MISMATCH' };

type PaymentDecision = Decision<PaymentEvent, PaymentRefusal>;

/** What an outcome at the provider makes of a payment. Idempotent: an outcome recorded already gives no events. */
export const paymentDecider: Decider<PaymentState, PaymentCommand, PaymentEvent, PaymentRefusal> = {
  initialState: noPayment,
  evolve: evolvePayment,
  decide(command, state) {
    switch (command.type) {
      case 'RecordAuthorization':
        return recordAuthorization(command, state);
      case 'RecordVoid':
        return recordVoid(command, state);
    }
  },
};

function recordAuthorization(command: RecordAuthorization, state: PaymentState): PaymentDecision {
  if (state.status === 'none') return accept(authorizationEvent(command));
  return isRecorded(command, state)
    ? accept()
    : refuse({ code: 'PAYMENT_ALREADY_SETTLED', status: state.status });
}

/** A payment that was captured, voided or refunded since had been authorised. */
function isRecorded({ outcome }: RecordAuthorization, state: PaymentState): boolean {
  if (outcome.kind !== 'authorized') return state.status === outcome.kind;
  return 'providerReference' in state && state.providerReference === outcome.providerReference;
}

function authorizationEvent({ effect, outcome, at }: RecordAuthorization): PaymentEvent {
  const { paymentId, orderId, customerId, amount, currency } = effect;
  const payment = { paymentId, orderId, customerId, amount, currency };
  switch (outcome.kind) {
    case 'authorized': {
      const { providerReference } = outcome;
      return { type: 'PaymentAuthorized', data: { ...payment, providerReference, authorizedAt: at } };
    }
    case 'declined': {
      const { declineCode, providerReference } = outcome;
      const known = providerReference === undefined ? {} : { providerReference };
      return { type: 'PaymentDeclined', data: { ...payment, declineCode, ...known, declinedAt: at } };
    }
    case 'failed':
      return { type: 'PaymentFailed', data: { ...payment, reason: outcome.reason, failedAt: at } };
  }
}

function recordVoid({ effect, at }: RecordVoid, state: PaymentState): PaymentDecision {
  if (state.status !== 'authorized' && state.status !== 'voided') {
    return refuse({ code: 'NOTHING_TO_VOID', status: state.status });
  }
  if (effect.providerReference !== state.providerReference) return refuse({ code: 'REFERENCE_MISMATCH' });
  if (state.status === 'voided') return accept();

  const { paymentId, orderId, customerId, amount, currency, providerReference } = state;
  return accept({
    type: 'PaymentVoided',
    data: {
      paymentId,
      orderId,
      customerId,
      amount,
      currency,
      providerReference,
      reason: effect.reason,
      voidedAt: at,
    },
  });
}
