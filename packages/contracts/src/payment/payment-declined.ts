import { z } from 'zod';
import { defineEvent } from '../event-definition.ts';
import { amount, code, currency, customerId, providerReference, timestamp, uuid } from '../schema/fields.ts';

/** The issuer or provider said no to the amount of an order; nothing is held. */
export const paymentDeclined = defineEvent(
  'PaymentDeclined',
  z
    .strictObject({
      paymentId: uuid,
      orderId: uuid,
      customerId,
      amount,
      currency,
      declineCode: code,
      providerReference: providerReference.optional(),
      declinedAt: timestamp,
    })
    .readonly(),
  {
    paymentId: '5f3c2a10-9d4e-5b6f-8a7b-0c1d2e3f4a5b',
    orderId: '01920000-0000-7000-8000-000000000001',
    customerId: 'cus-1',
    amount: 25_000,
    currency: 'KRW',
    declineCode: 'insufficient_funds',
    providerReference: 'ch_1',
    declinedAt: '2026-01-02T03:04:06.000Z',
  },
);
