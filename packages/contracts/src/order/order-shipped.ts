import { z } from 'zod';
import { defineEvent } from '../event-definition.ts';
import { code, timestamp, trackingNumber, uuid } from '../schema/fields.ts';

/** A confirmed order was handed to a carrier. */
export const orderShipped = defineEvent(
  'OrderShipped',
  z
    .strictObject({
      orderId: uuid,
      shipmentId: uuid,
      carrier: code,
      trackingNumber: trackingNumber.optional(),
      shippedAt: timestamp,
    })
    .readonly(),
  {
    orderId: '01920000-0000-7000-8000-000000000001',
    shipmentId: '01920000-0000-7000-8000-000000000002',
    carrier: 'parcel_post',
    trackingNumber: 'PP-0001-2345',
    shippedAt: '2026-01-02T03:04:06.000Z',
  },
);
