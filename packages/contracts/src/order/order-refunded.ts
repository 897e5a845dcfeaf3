import { z } from 'zod';
import { defineEvent } from '../event-definition.ts';
import { amount, currency, timestamp, uuid } from '../schema/fields.ts';

/** Money of an order was paid back, the whole or a part of it, in minor units. */
export const orderRefunded = defineEvent(
  'OrderRefunded',
  z
    .strictObject({
      orderId: uuid,
      paymentId: uuid,
      refundId: uuid,
      amount,
      currency,
      refundedAt: timestamp,
    })
    .readonly(),
  {
    orderId: '01920000-0000-7000-8000-000000000001',
    paymentId: '5f3c2a10-9d4e-5b6f-8a7b-0c1d2e3f4a5b',
    refundId: '01920000-0000-7000-8000-000000000004',
    amount: 12_500,
    currency: 'KRW',
    refundedAt: '2026-01-02T03:04:06.000Z',
  },
);
