import { z } from 'zod';
import { defineEvent } from '../event-definition.ts';
import { amount, code, currency, customerId, timestamp, uuid } from '../schema/fields.ts';

/** The provider definitively refused to handle the payment of an order, for a reason that isn't the payer's; nothing is held. */
export const paymentFailed = defineEvent(
  'PaymentFailed',
  z
    .strictObject({
      paymentId: uuid,
      orderId: uuid,
      customerId,
      amount,
      currency,
      reason: code,
      failedAt: timestamp,
    })
    .readonly(),
  {
    paymentId: '5f3c2a10-9d4e-5b6f-8a7b-0c1d2e3f4a5b',
    orderId: '01920000-0000-7000-8000-000000000001',
    customerId: 'cus-1',
    amount: 25_000,
    currency: 'KRW',
    reason: 'invalid_payment_method',
    failedAt: '2026-01-02T03:04:06.000Z',
  },
);
