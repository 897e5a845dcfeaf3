import { z } from 'zod';
import { defineEvent } from '../event-definition.ts';
import { code, timestamp, uuid } from '../schema/fields.ts';

/** An order was cancelled before it was shipped. `reason` is a code and no free text, which could name a person. */
export const orderCancelled = defineEvent(
  'OrderCancelled',
  z
    .strictObject({
      orderId: uuid,
      reason: code,
      cancelledBy: z.enum(['customer', 'operator', 'system']),
      cancelledAt: timestamp,
    })
    .readonly(),
  {
    orderId: '01920000-0000-7000-8000-000000000001',
    reason: 'changed_mind',
    cancelledBy: 'customer',
    cancelledAt: '2026-01-02T03:04:06.000Z',
  },
);
