import { z } from 'zod';
import { defineEvent } from '../event-definition.ts';
import { amount, currency, customerId, locale, paymentMethod, timestamp, uuid } from '../schema/fields.ts';
import { orderLines } from './order-line.ts';

/** A customer has placed an order, whose payment is pending. `total` is the sum of the lines' totals. */
export const orderPlaced = defineEvent(
  'OrderPlaced',
  z
    .strictObject({
      orderId: uuid,
      customer: z.strictObject({ id: customerId, locale }).readonly(),
      currency,
      lines: orderLines,
      total: amount,
      payment: z.strictObject({ method: paymentMethod }).readonly(),
      placedAt: timestamp,
    })
    .readonly(),
  {
    orderId: '01920000-0000-7000-8000-000000000001',
    customer: { id: 'cus-1', locale: 'ko-KR' },
    currency: 'KRW',
    lines: [{ kind: 'item', sku: 'TEA-1', name: '녹차 🍵', quantity: 2, unitPrice: 12_500, total: 25_000 }],
    total: 25_000,
    payment: { method: 'pm_card_ok' },
    placedAt: '2026-01-02T03:04:05.678Z',
  },
);
