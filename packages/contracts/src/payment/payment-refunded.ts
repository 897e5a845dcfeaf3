import { z } from 'zod';
import { defineEvent } from '../event-definition.ts';
import { amount, currency, customerId, providerReference, timestamp, uuid } from '../schema/fields.ts';

/** A captured amount, or a part of it, was paid back. */
export const paymentRefunded = defineEvent(
  'PaymentRefunded',
  z
    .strictObject({
      paymentId: uuid,
      orderId: uuid,
      customerId,
      refundId: uuid,
      amount,
      currency,
      providerReference,
      refundedAt: timestamp,
    })
    .readonly(),
  {
    paymentId: '5f3c2a10-9d4e-5b6f-8a7b-0c1d2e3f4a5b',
    orderId: '01920000-0000-7000-8000-000000000001',
    customerId: 'cus-1',
    refundId: '01920000-0000-7000-8000-000000000004',
    amount: 12_500,
    currency: 'KRW',
    providerReference: 're_1',
    refundedAt: '2026-01-02T03:04:06.000Z',
  },
);
