import type { OrderEvent, OrderLine } from '@orderflow/contracts';
import type { OrderStatus as StateStatus } from '../domain/order/order.state.ts';

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

/** What one event changes: the first event of a stream gives the whole, every other a part. */
export type OrderDetailsChange =
  | { readonly kind: 'created'; readonly details: Omit<OrderDetails, 'version'> }
  | { readonly kind: 'changed'; readonly part: Partial<Omit<OrderDetails, 'id' | 'version'>> };

/** What an event changes in the details of its order. */
export function orderDetailsChange(event: OrderEvent): OrderDetailsChange {
  switch (event.type) {
    case 'OrderPlaced': {
      const { orderId, ...placed } = event.data;
      return { kind: 'created', details: { id: orderId, status: 'placed', ...placed } };
    }
    case 'OrderConfirmed': {
      const { paymentId, confirmedAt } = event.data;
      return changed({ status: 'confirmed', paymentId, confirmedAt });
    }
    case 'OrderRejected': {
      const { paymentId, reason, declineCode, rejectedAt } = event.data;
      const said = declineCode === undefined ? {} : { declineCode };
      return changed({ status: 'rejected', paymentId, reason, ...said, rejectedAt });
    }
    case 'OrderCancelled': {
      const { reason, cancelledAt } = event.data;
      return changed({ status: 'cancelled', reason, cancelledAt });
    }
    case 'OrderExpired':
      return changed({ status: 'expired', expiredAt: event.data.expiredAt });
    case 'OrderShipped':
      return changed({ status: 'shipped', shippedAt: event.data.shippedAt });
    case 'OrderDelivered':
      return changed({ status: 'delivered', deliveredAt: event.data.deliveredAt });
    case 'OrderReturnRequested':
      return changed({ status: 'return_requested' });
    case 'OrderReturned':
      return changed({ status: 'returned' });
    case 'OrderRefunded':
      // How much was refunded is told by the payment.
      return changed({});
  }
}

/** The details after these events of one stream, from its first; undefined where there are none. */
export function foldOrderDetails(
  events: Iterable<{ readonly event: OrderEvent; readonly version: number }>,
): OrderDetails | undefined {
  let details: OrderDetails | undefined;
  for (const { event, version } of events) {
    const change = orderDetailsChange(event);
    if (change.kind === 'created') details = { ...change.details, version };
    else if (details !== undefined) details = { ...details, ...change.part, version };
  }
  return details;
}

function changed(part: Partial<Omit<OrderDetails, 'id' | 'version'>>): OrderDetailsChange {
  return { kind: 'changed', part };
}
