import { z } from 'zod';
import { defineEvent } from '../event-definition.ts';
import { amount, currency, customerId, providerReference, timestamp, uuid } from '../schema/fields.ts';

/** An authorised amount, or a part of it, was taken. */
export const paymentCaptured = defineEvent(
  'PaymentCaptured',
  z
    .strictObject({
      paymentId: uuid,
      orderId: uuid,
      customerId,
      amount,
      currency,
      providerReference,
      capturedAt: timestamp,
    })
    .readonly(),
  {
    paymentId: '5f3c2a10-9d4e-5b6f-8a7b-0c1d2e3f4a5b',
    orderId: '01920000-0000-7000-8000-000000000001',
    customerId: 'cus-1',
    amount: 25_000,
    currency: 'KRW',
    providerReference: 'ch_1',
    capturedAt: '2026-01-02T03:04:06.000Z',
  },
);
