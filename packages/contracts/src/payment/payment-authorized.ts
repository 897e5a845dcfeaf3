import { z } from 'zod';
import { defineEvent } from '../event-definition.ts';
import { amount, currency, customerId, providerReference, timestamp, uuid } from '../schema/fields.ts';

/** The provider holds the amount of an order, in minor units, for us to capture or void. */
export const paymentAuthorized = defineEvent(
  'PaymentAuthorized',
  z
    .strictObject({
      paymentId: uuid,
      orderId: uuid,
      customerId,
      amount,
      currency,
      providerReference,
      authorizedAt: timestamp,
    })
    .readonly(),
  {
    paymentId: '5f3c2a10-9d4e-5b6f-8a7b-0c1d2e3f4a5b',
    orderId: '01920000-0000-7000-8000-000000000001',
    customerId: 'cus-1',
    amount: 25_000,
    currency: 'KRW',
    providerReference: 'ch_1',
    authorizedAt: '2026-01-02T03:04:06.000Z',
  },
);
