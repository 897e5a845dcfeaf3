import type { EventData, PaymentEvent } from './payment.events.ts';

type Authorized = Pick<
  EventData<'PaymentAuthorized'>,
  'orderId' | 'customerId' | 'paymentId' | 'amount' | 'currency' | 'providerReference'
>;

/** The payment of an order. Declined, failed, voided and refunded are final. Amounts are minor units. */
export type PaymentState =
  | { readonly status: 'none' }
  | { readonly status: 'declined' | 'failed'; readonly paymentId: string }
  | (Authorized & { readonly status: 'authorized' | 'voided' })
  | (Authorized & Taken & { readonly status: 'captured' | 'refunded' });

interface Taken {
  readonly captured: bigint;
  readonly refunded: bigint;
}

export type PaymentStatus = PaymentState['status'];

export const noPayment: PaymentState = { status: 'none' };

/** The state after an event. An event that has no place in the state it meets leaves it as it is. */
export function evolvePayment(state: PaymentState, event: PaymentEvent): PaymentState {
  switch (event.type) {
    case 'PaymentAuthorized': {
      if (state.status !== 'none') return state;
      const { orderId, customerId, paymentId, amount, currency, providerReference } = event.data;
      return { status: 'authorized', orderId, customerId, paymentId, amount, currency, providerReference };
    }
    case 'PaymentDeclined':
      return state.status === 'none' ? { status: 'declined', paymentId: event.data.paymentId } : state;
    case 'PaymentFailed':
      return state.status === 'none' ? { status: 'failed', paymentId: event.data.paymentId } : state;
    case 'PaymentVoided':
      return state.status === 'authorized' ? { ...state, status: 'voided' } : state;
    case 'PaymentCaptured':
      return capture(state, BigInt(event.data.amount));
    case 'PaymentRefunded':
      return refund(state, BigInt(event.data.amount));
  }
}

function capture(state: PaymentState, amount: bigint): PaymentState {
  switch (state.status) {
    case 'authorized':
      return { ...state, status: 'captured', captured: amount, refunded: 0n };
    case 'captured':
      return { ...state, captured: state.captured + amount };
    default:
      return state;
  }
}

function refund(state: PaymentState, amount: bigint): PaymentState {
  if (state.status !== 'captured') return state;
  const refunded = state.refunded + amount;
  return { ...state, refunded, status: refunded >= state.captured ? 'refunded' : 'captured' };
}
