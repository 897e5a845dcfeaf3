import { z } from 'zod';
import { defineEvent } from '../event-definition.ts';
import { timestamp, uuid } from '../schema/fields.ts';

/** A shipped order reached its customer. */
export const orderDelivered = defineEvent(
  'OrderDelivered',
  z
    .strictObject({
      orderId: uuid,
      shipmentId: uuid,
      deliveredAt: timestamp,
    })
    .readonly(),
  {
    orderId: '01920000-0000-7000-8000-000000000001',
    shipmentId: '01920000-0000-7000-8000-000000000002',
    deliveredAt: '2026-01-02T03:04:06.000Z',
  },
);
