import { fields } from '@orderflow/contracts';
import { z } from 'zod';

/** The id of an order as a path parameter. Upper case is accepted and means the same order. */
export const orderId = z.uuid().toLowerCase();

/** An order as clients see it; for /openapi.json. */
export const orderDetailsSchema = z.object({
  id: fields.uuid,
  status: z.enum([
    'placed',
    'confirmed',
    'rejected',
    'cancelled',
    'expired',
    'shipped',
    'delivered',
    'return_requested',
    'returned',
    'refunded',
  ]),
  version: z.int().min(1),
  customer: z.object({ id: fields.customerId, locale: fields.locale }),
  currency: fields.currency,
  lines: z.array(
    z.object({
      kind: z.enum(['item', 'shipping', 'tax', 'discount']),
      sku: fields.sku,
      name: fields.productName,
      quantity: fields.quantity,
      unitPrice: z.int(),
      total: z.int(),
    }),
  ),
  total: fields.amount,
  refunded: fields.amount.exactOptional(),
  payment: z.object({ method: fields.paymentMethod }),
  paymentId: fields.uuid.exactOptional(),
  placedAt: fields.timestamp,
  confirmedAt: fields.timestamp.exactOptional(),
  rejectedAt: fields.timestamp.exactOptional(),
  cancelledAt: fields.timestamp.exactOptional(),
  expiredAt: fields.timestamp.exactOptional(),
  shippedAt: fields.timestamp.exactOptional(),
  deliveredAt: fields.timestamp.exactOptional(),
  reason: fields.code.exactOptional(),
  declineCode: fields.code.exactOptional(),
});
