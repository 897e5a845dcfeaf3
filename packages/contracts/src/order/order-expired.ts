import { z } from 'zod';
import { defineEvent } from '../event-definition.ts';
import { timestamp, uuid } from '../schema/fields.ts';

/** A placed order got no answer about its payment in time. */
export const orderExpired = defineEvent(
  'OrderExpired',
  z
    .strictObject({
      orderId: uuid,
      expiredAt: timestamp,
    })
    .readonly(),
  {
    orderId: '01920000-0000-7000-8000-000000000001',
    expiredAt: '2026-01-02T03:04:06.000Z',
  },
);
