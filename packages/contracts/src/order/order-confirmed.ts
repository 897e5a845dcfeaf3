import { z } from 'zod';
import { defineEvent } from '../event-definition.ts';
import { timestamp, uuid } from '../schema/fields.ts';

/** The payment of a placed order is authorised; the order will be fulfilled. */
export const orderConfirmed = defineEvent(
  'OrderConfirmed',
  z
    .strictObject({
      orderId: uuid,
      paymentId: uuid,
      confirmedAt: timestamp,
    })
    .readonly(),
  {
    orderId: '01920000-0000-7000-8000-000000000001',
    paymentId: '5f3c2a10-9d4e-5b6f-8a7b-0c1d2e3f4a5b',
    confirmedAt: '2026-01-02T03:04:06.000Z',
  },
);
