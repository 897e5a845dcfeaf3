import type { EventData, OrderEvent } from './payment.events.ts';
import type { PaymentState } from './payment.state.ts';

/** Asks the provider to hold the amount of an order. */
export interface AuthorizeEffect {
  readonly effect: 'authorize';
  readonly orderId: string;
  readonly customerId: string;
  readonly paymentId: string;
  /** Minor units. */
  readonly amount: number;
  readonly currency: string;
  readonly method: string;
  /** Our name for the payment at the provider, by which it can be looked up: the payment's id. */
  readonly reference: string;
}

/** Asks the provider to give up what it holds. */
export interface VoidEffect {
  readonly effect: 'void';
  readonly orderId: string;
  readonly paymentId: string;
  readonly providerReference: string;
  readonly reason: 'order_cancelled' | 'order_expired';
}

export type PaymentEffect = AuthorizeEffect | VoidEffect | { readonly effect: 'none' };

/**
 * What an order's event asks of the payment provider. It asks for nothing that history shows to be done, so that a
 * redelivered event calls nobody. Events of one order arrive in their order: no cancellation comes before its placing.
 * `paymentId` is the UUIDv5 of the order id in `paymentIdNamespace`.
 */
export function decideEffect(state: PaymentState, event: OrderEvent, paymentId: string): PaymentEffect {
  switch (event.type) {
    case 'OrderPlaced':
      return state.status === 'none' ? authorize(event.data, paymentId) : none;
    case 'OrderCancelled':
      return giveUp(state, 'order_cancelled');
    case 'OrderExpired':
      return giveUp(state, 'order_expired');
    case 'OrderConfirmed':
    case 'OrderRejected':
    case 'OrderShipped':
    case 'OrderDelivered':
    case 'OrderReturnRequested':
    case 'OrderReturned':
    case 'OrderRefunded':
      return none;
  }
}

const none: PaymentEffect = { effect: 'none' };

function authorize(order: EventData<'OrderPlaced'>, paymentId: string): AuthorizeEffect {
  const { orderId, currency } = order;
  return {
    effect: 'authorize',
    orderId,
    customerId: order.customer.id,
    paymentId,
    amount: order.total,
    currency,
    method: order.payment.method,
    reference: paymentId,
  };
}

function giveUp(state: PaymentState, reason: VoidEffect['reason']): PaymentEffect {
  if (state.status !== 'authorized') return none;
  const { orderId, paymentId, providerReference } = state;
  return { effect: 'void', orderId, paymentId, providerReference, reason };
}
