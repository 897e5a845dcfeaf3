import type { OrderEventData } from './order.events.ts';

/** What a customer wants on one line. `unitPrice` is in minor units of the order's currency. */
export interface RequestedLine {
  readonly sku: string;
  readonly name: string;
  readonly quantity: number;
  readonly unitPrice: number;
}

/** Places a new order. Its lines' totals and its own follow from the lines. */
export interface PlaceOrder {
  readonly type: 'PlaceOrder';
  readonly orderId: string;
  readonly customer: OrderEventData<'OrderPlaced'>['customer'];
  readonly currency: string;
  readonly lines: readonly RequestedLine[];
  readonly payment: OrderEventData<'OrderPlaced'>['payment'];
  readonly placedAt: string;
}

/** Confirms an order whose payment is authorised; `amount` and `currency` are what the provider holds. */
export interface ConfirmOrder {
  readonly type: 'ConfirmOrder';
  readonly orderId: string;
  readonly paymentId: string;
  readonly amount: number;
  readonly currency: string;
  readonly confirmedAt: string;
}

/** Rejects an order whose payment was declined or failed. */
export interface RejectOrder {
  readonly type: 'RejectOrder';
  readonly orderId: string;
  readonly paymentId: string;
  readonly reason: 'payment_declined' | 'payment_failed';
  /** The provider's word for a decline. */
  readonly declineCode?: string;
  readonly rejectedAt: string;
}

/** Cancels an order that isn't shipped yet. */
export interface CancelOrder {
  readonly type: 'CancelOrder';
  readonly orderId: string;
  /** A code in snake case, such as `changed_mind`. */
  readonly reason: string;
  readonly cancelledBy: OrderEventData<'OrderCancelled'>['cancelledBy'];
  readonly cancelledAt: string;
}

export type OrderCommand = PlaceOrder | ConfirmOrder | RejectOrder | CancelOrder;
