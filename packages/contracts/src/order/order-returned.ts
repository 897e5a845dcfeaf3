import { z } from 'zod';
import { defineEvent } from '../event-definition.ts';
import { timestamp, uuid } from '../schema/fields.ts';
import { returnedLines } from './returned-line.ts';

/** Returned goods arrived back, as many as `lines` says. */
export const orderReturned = defineEvent(
  'OrderReturned',
  z
    .strictObject({
      orderId: uuid,
      returnId: uuid,
      lines: returnedLines,
      returnedAt: timestamp,
    })
    .readonly(),
  {
    orderId: '01920000-0000-7000-8000-000000000001',
    returnId: '01920000-0000-7000-8000-000000000003',
    lines: [{ line: 1, quantity: 1 }],
    returnedAt: '2026-01-02T03:04:06.000Z',
  },
);
