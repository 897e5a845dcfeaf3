import { z } from 'zod';
import { defineEvent } from '../event-definition.ts';
import { amount, code, currency, customerId, providerReference, timestamp, uuid } from '../schema/fields.ts';

/** An authorisation was given up; nothing is held any more. */
export const paymentVoided = defineEvent(
  'PaymentVoided',
  z
    .strictObject({
      paymentId: uuid,
      orderId: uuid,
      customerId,
      amount,
      currency,
      providerReference,
      reason: code,
      voidedAt: timestamp,
    })
    .readonly(),
  {
    paymentId: '5f3c2a10-9d4e-5b6f-8a7b-0c1d2e3f4a5b',
    orderId: '01920000-0000-7000-8000-000000000001',
    customerId: 'cus-1',
    amount: 25_000,
    currency: 'KRW',
    providerReference: 'ch_1',
    reason: 'order_cancelled',
    voidedAt: '2026-01-02T03:04:06.000Z',
  },
);
