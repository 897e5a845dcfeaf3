import type { OrderEvent, OrderLine } from '@orderflow/contracts';
import {
  evolveOrder,
  noOrder,
  type OrderState,
  type OrderStatus as StateStatus,
} from '../domain/order/order.state.ts';

/** Where an order stands, as clients see it. */
export type OrderDetailsStatus = Exclude<StateStatus, 'none'>;

/** What clients see of an order. Amounts are integers of minor units, times RFC 3339 in UTC. */
export interface OrderDetails {
  readonly id: string;
  readonly status: OrderDetailsStatus;
  /** The version of the order's stream that this shows; also its ETag. */
  readonly version: number;
  readonly customer: { readonly id: string; readonly locale: string };
  readonly currency: string;
  readonly lines: readonly OrderLine[];
  readonly total: number;
  /** What was paid back so far; absent where nothing was. */
  readonly refunded?: number;
  readonly payment: { readonly method: string };
  readonly paymentId?: string;
  readonly placedAt: string;
  readonly confirmedAt?: string;
  readonly rejectedAt?: string;
  readonly cancelledAt?: string;
  readonly expiredAt?: string;
  readonly shippedAt?: string;
  readonly deliveredAt?: string;
  /** Why it was rejected or cancelled. */
  readonly reason?: string;
  /** The provider's word for a declined payment. */
  readonly declineCode?: string;
}

type Changes = Partial<Omit<OrderDetails, 'id' | 'version' | 'status' | 'refunded'>>;

/** What decides an order's standing is its state alone; the events only say when and why. */
type Standing = Pick<OrderDetails, 'status' | 'refunded'>;

/** The events of one stream that were appended together, in order. */
export type Appended = Iterable<{ readonly event: OrderEvent; readonly version: number }>;

/** The details after these events of one stream, from its first; undefined where they place no order. */
export function foldOrderDetails(events: Appended): OrderDetails | undefined {
  let details: OrderDetails | undefined;
  let state: OrderState = noOrder;
  for (const { event, version } of events) {
    const next = evolveOrder(state, event);
    const standing = standingOf(next);
    if (standing === undefined) continue;
    if (details !== undefined) {
      details = { ...details, ...(next === state ? {} : changesOf(event)), ...standing, version };
    } else if (event.type === 'OrderPlaced') {
      const { orderId, ...placed } = event.data;
      details = { id: orderId, ...placed, ...standing, version };
    }
    state = next;
  }
  return details;
}

/** What events that were decided on change in the details of their order, whose state is `state` after the last of them. */
export function orderDetailsChanges(events: Appended, state: OrderState): Partial<OrderDetails> {
  let changes: Partial<OrderDetails> = {};
  for (const { event, version } of events) changes = { ...changes, ...changesOf(event), version };
  return { ...changes, ...standingOf(state) };
}

function changesOf(event: OrderEvent): Changes {
  switch (event.type) {
    case 'OrderConfirmed': {
      const { paymentId, confirmedAt } = event.data;
      return { paymentId, confirmedAt };
    }
    case 'OrderRejected': {
      const { paymentId, reason, declineCode, rejectedAt } = event.data;
      return { paymentId, reason, ...(declineCode === undefined ? {} : { declineCode }), rejectedAt };
    }
    case 'OrderCancelled': {
      const { reason, cancelledAt } = event.data;
      return { reason, cancelledAt };
    }
    case 'OrderExpired':
      return { expiredAt: event.data.expiredAt };
    case 'OrderShipped':
      return { shippedAt: event.data.shippedAt };
    case 'OrderDelivered':
      return { deliveredAt: event.data.deliveredAt };
    case 'OrderPlaced':
    case 'OrderReturnRequested':
    case 'OrderReturned':
    case 'OrderRefunded':
      return {};
  }
}

function standingOf(state: OrderState): Standing | undefined {
  if (state.status === 'none') return undefined;
  if (!('refunded' in state) || state.refunded === 0n) return { status: state.status };
  // More than was paid is a fault of the events; a number that JSON can't carry would be another.
  const most = BigInt(Number.MAX_SAFE_INTEGER);
  return { status: state.status, refunded: Number(state.refunded < most ? state.refunded : most) };
}
