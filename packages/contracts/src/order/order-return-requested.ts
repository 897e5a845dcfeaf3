import { z } from 'zod';
import { defineEvent } from '../event-definition.ts';
import { code, timestamp, uuid } from '../schema/fields.ts';
import { returnedLines } from './returned-line.ts';

/** A customer announced the return of a delivered order or of a part of it. */
export const orderReturnRequested = defineEvent(
  'OrderReturnRequested',
  z
    .strictObject({
      orderId: uuid,
      returnId: uuid,
      lines: returnedLines,
      reason: code,
      requestedAt: timestamp,
    })
    .readonly(),
  {
    orderId: '01920000-0000-7000-8000-000000000001',
    returnId: '01920000-0000-7000-8000-000000000003',
    lines: [{ line: 1, quantity: 1 }],
    reason: 'damaged',
    requestedAt: '2026-01-02T03:04:06.000Z',
  },
);
