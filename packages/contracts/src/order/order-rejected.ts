import { z } from 'zod';
import { defineEvent } from '../event-definition.ts';
import { code, timestamp, uuid } from '../schema/fields.ts';

/** A placed order came to nothing because its payment did; `reason` says how, `declineCode` is the provider's word. */
export const orderRejected = defineEvent(
  'OrderRejected',
  z
    .strictObject({
      orderId: uuid,
      paymentId: uuid,
      reason: code,
      declineCode: code.optional(),
      rejectedAt: timestamp,
    })
    .readonly(),
  {
    orderId: '01920000-0000-7000-8000-000000000001',
    paymentId: '5f3c2a10-9d4e-5b6f-8a7b-0c1d2e3f4a5b',
    reason: 'payment_declined',
    declineCode: 'insufficient_funds',
    rejectedAt: '2026-01-02T03:04:06.000Z',
  },
);
