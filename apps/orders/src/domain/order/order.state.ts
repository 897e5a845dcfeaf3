import type { OrderEvent, OrderEventData } from './order.events.ts';

type Placed = OrderEventData<'OrderPlaced'>;

interface Paid {
  readonly paymentId: string;
  /** What was paid back so far, in minor units. */
  readonly refunded: bigint;
}

/** An order as far as its decisions need it. Rejected, cancelled, expired and refunded are final. */
export type OrderState =
  | { readonly status: 'none' }
  | (Placed & { readonly status: 'placed' })
  | (Placed & { readonly status: 'rejected'; readonly paymentId: string })
  | (Placed & { readonly status: 'cancelled' })
  | (Placed & { readonly status: 'expired' })
  | (Placed & Paid & { readonly status: FulfilmentStatus });

/** Where a paid order stands. */
export type FulfilmentStatus =
  | 'confirmed'
  | 'shipped'
  | 'delivered'
  | 'return_requested'
  | 'returned'
  | 'refunded';

export type OrderStatus = OrderState['status'];

type PaidOrder = Extract<OrderState, Paid>;

export const noOrder: OrderState = { status: 'none' };

/** The state after an event. An event that has no place in the state it meets leaves it as it is. */
export function evolveOrder(state: OrderState, event: OrderEvent): OrderState {
  switch (event.type) {
    case 'OrderPlaced':
      return state.status === 'none' ? { ...event.data, status: 'placed' } : state;
    case 'OrderConfirmed':
      if (state.status !== 'placed') return state;
      return { ...state, status: 'confirmed', paymentId: event.data.paymentId, refunded: 0n };
    case 'OrderRejected':
      if (state.status !== 'placed') return state;
      return { ...state, status: 'rejected', paymentId: event.data.paymentId };
    case 'OrderExpired':
      return state.status === 'placed' ? { ...state, status: 'expired' } : state;
    case 'OrderCancelled':
      if (state.status !== 'placed' && state.status !== 'confirmed') return state;
      return { ...state, status: 'cancelled' };
    case 'OrderShipped':
      return advance(state, ['confirmed'], 'shipped');
    case 'OrderDelivered':
      return advance(state, ['shipped'], 'delivered');
    case 'OrderReturnRequested':
      return advance(state, ['delivered', 'returned'], 'return_requested');
    case 'OrderReturned':
      return advance(state, ['return_requested'], 'returned');
    case 'OrderRefunded':
      return refund(state, BigInt(event.data.amount));
  }
}

function advance(state: OrderState, from: readonly FulfilmentStatus[], status: FulfilmentStatus): OrderState {
  return isPaid(state) && from.includes(state.status) ? { ...state, status } : state;
}

/** A part of the money leaves the order where it is; the last of it ends the order. */
function refund(state: OrderState, amount: bigint): OrderState {
  if (!isPaid(state) || state.status === 'refunded') return state;
  const refunded = state.refunded + amount;
  return { ...state, refunded, status: refunded >= BigInt(state.total) ? 'refunded' : state.status };
}

function isPaid(state: OrderState): state is PaidOrder {
  switch (state.status) {
    case 'none':
    case 'placed':
    case 'rejected':
    case 'cancelled':
    case 'expired':
      return false;
    default:
      return true;
  }
}
