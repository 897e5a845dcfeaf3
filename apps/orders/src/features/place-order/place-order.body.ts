import { fields, limits, text } from '@orderflow/contracts';
import { z } from 'zod';

const email = text({ codePoints: 254, encodedBytes: 1_016 }).regex(
  /^[^\s@]+@[^\s@]+$/,
  'must be an e-mail address',
);

/** Becomes part of events, which can't be erased. */
const customerId = fields.customerId.refine((id) => !id.includes('@'), 'must not be an e-mail address');

/** A provider's reference: a card's number or an address in its place would go into events. */
const paymentMethod = fields.paymentMethod.regex(
  /^pm_[A-Za-z0-9_]+$/,
  'must be a payment method of the provider, such as pm_card_ok',
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
  customer: z.strictObject({ id: customerId, email, locale: fields.locale }),
  currency: fields.currency,
  lines: z.array(line).min(1).max(limits.lines),
  payment: z.strictObject({ method: paymentMethod }),
});

export type PlaceOrderBody = z.infer<typeof placeOrderBody>;
