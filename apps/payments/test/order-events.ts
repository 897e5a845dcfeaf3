import { dataschema, eventSources, type CloudEvent, type OrderEvent } from '@orderflow/contracts';
import { v5 as uuidv5, v7 as uuidv7 } from 'uuid';

const at = '2026-01-02T03:04:05.678Z';

export const newOrderId = (): string => uuidv7();

export const placed = (orderId: string, method = 'pm_card_ok'): OrderEvent => ({
  type: 'OrderPlaced',
  data: {
    orderId,
    customer: { id: 'cus-1', locale: 'ko-KR' },
    currency: 'KRW',
    lines: [{ kind: 'item', sku: 'TEA-1', name: 'Green tea', quantity: 2, unitPrice: 12_500, total: 25_000 }],
    total: 25_000,
    payment: { method },
    placedAt: at,
  },
});

export const confirmed = (orderId: string): OrderEvent => ({
  type: 'OrderConfirmed',
  data: { orderId, paymentId: '0192a000-0000-5000-8000-000000000001', confirmedAt: at },
});

export const cancelled = (orderId: string): OrderEvent => ({
  type: 'OrderCancelled',
  data: { orderId, reason: 'changed_mind', cancelledBy: 'customer', cancelledAt: at },
});

/** The envelope with which an order's event arrives: the same whenever it is published again. */
export function orderEnvelope({ type, data }: OrderEvent, streamVersion: number): CloudEvent {
  return {
    id: uuidv5(`${data.orderId}:${streamVersion}`, data.orderId),
    type,
    source: eventSources.orders,
    time: at,
    subject: data.orderId,
    specversion: '1.0',
    dataschema: dataschema(type, 1),
    correlationId: 'checkout-17',
    causationId: '',
    streamVersion,
    traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
  };
}
