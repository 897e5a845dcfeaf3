import { fields, limits, text } from '@orderflow/contracts';
import { z } from 'zod';

const email = text({ codePoints: 254, encodedBytes: 1_016 }).regex(
  /^[^\s@]+@[^\s@]+$/,
  'must be an e-mail address',
);

const line = z.strictObject({
  kind: z.literal('item').optional(),
  sku: fields.sku,
  name: fields.productName,
  quantity: fields.quantity,
  unitPrice: fields.amount,
});

/** What `POST /orders` takes. Amounts are integers of the currency's minor unit. */
export const placeOrderBody = z.strictObject({
  customer: z.strictObject({ id: fields.customerId, email, locale: fields.locale }),
  currency: fields.currency,
  lines: z.array(line).min(1).max(limits.lines),
  payment: z.strictObject({ method: fields.paymentMethod }),
});

export type PlaceOrderBody = z.infer<typeof placeOrderBody>;
