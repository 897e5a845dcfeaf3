import { dataschema, eventSources, type CloudEvent, type PaymentEvent } from '@orderflow/contracts';
import { v7 as uuidv7 } from 'uuid';
import type { OrderDetails } from '../src/read-model/order-details.ts';

export const paymentId = '0192a000-0000-5000-8000-000000000001';
export const settledAt = '2026-01-02T03:04:05.678Z';

type Order = Pick<OrderDetails, 'id' | 'customer' | 'total' | 'currency'>;

const payment = ({ id, customer, total, currency }: Order) => ({
  paymentId,
  orderId: id,
  customerId: customer.id,
  amount: total,
  currency,
});

/** The payment of an order is authorised, in full or by another amount. */
export const authorized = (order: Order, amount: number = order.total): PaymentEvent => ({
  type: 'PaymentAuthorized',
  data: { ...payment(order), amount, providerReference: 'ch_1', authorizedAt: settledAt },
});

export const declined = (order: Order): PaymentEvent => ({
  type: 'PaymentDeclined',
  data: { ...payment(order), declineCode: 'card_declined', declinedAt: settledAt },
});

export const failed = (order: Order): PaymentEvent => ({
  type: 'PaymentFailed',
  data: { ...payment(order), reason: 'refused_by_provider', failedAt: settledAt },
});

/** The envelope of a payment's event, answering the order's first. */
export function envelopeOf(event: PaymentEvent, changes: Partial<CloudEvent> = {}): CloudEvent {
  return {
    id: uuidv7(),
    type: event.type,
    source: eventSources.payments,
    time: settledAt,
    subject: event.data.orderId,
    specversion: '1.0',
    dataschema: dataschema(event.type, 1),
    correlationId: 'correlation-1',
    causationId: uuidv7(),
    streamVersion: 1,
    causationVersion: 1,
    traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    ...changes,
  };
}
