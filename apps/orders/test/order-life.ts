import { randomUUID } from 'node:crypto';
import type { OrderEvent } from '@orderflow/contracts';
import { orderBody } from './order-body.ts';
import { paymentId, settledAt } from './payment-outcomes.ts';

/** The events of an order of 25,500 won that is delivered, sent back and refunded in these parts. */
export function orderLife(orderId: string, refunds: readonly number[]): readonly OrderEvent[] {
  const { customer, currency, payment, lines } = orderBody;
  const placed = {
    orderId,
    customer: { id: customer.id, locale: customer.locale },
    currency,
    lines: lines.map((line) => ({
      ...line,
      kind: 'item' as const,
      total: line.quantity * line.unitPrice,
    })),
    total: 25_500,
    payment,
    placedAt: settledAt,
  };
  const shipment = { orderId, shipmentId: randomUUID() };
  const returned = { orderId, returnId: randomUUID(), lines: [{ line: 1, quantity: 1 }] };
  return [
    { type: 'OrderPlaced', data: placed },
    { type: 'OrderConfirmed', data: { orderId, paymentId, confirmedAt: settledAt } },
    { type: 'OrderShipped', data: { ...shipment, carrier: 'parcel_post', shippedAt: settledAt } },
    { type: 'OrderDelivered', data: { ...shipment, deliveredAt: settledAt } },
    { type: 'OrderReturnRequested', data: { ...returned, reason: 'damaged', requestedAt: settledAt } },
    { type: 'OrderReturned', data: { ...returned, returnedAt: settledAt } },
    ...refunds.map((amount): OrderEvent => {
      const refund = { refundId: randomUUID(), amount, currency, refundedAt: settledAt };
      return { type: 'OrderRefunded', data: { orderId, paymentId, ...refund } };
    }),
  ];
}
