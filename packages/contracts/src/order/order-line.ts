import { z } from 'zod';
import { limits } from '../limits.ts';
import { productName, quantity, sku } from '../schema/fields.ts';

/** What a line charges for. A discount is a line of its own, whose amounts are zero or negative. */
export const orderLineKind = z.enum(['item', 'shipping', 'tax', 'discount']);
/** What a line charges for. */
export type OrderLineKind = z.infer<typeof orderLineKind>;

/** A line of an order. `unitPrice` and `total` are minor units of the order's currency, within ±(2^53-1). */
export const orderLine = z
  .strictObject({
    kind: orderLineKind,
    sku,
    name: productName,
    quantity,
    unitPrice: z.int(),
    total: z.int(),
  })
  .check(({ value, issues }) => {
    for (const field of ['unitPrice', 'total'] as const) {
      const sign = value.kind === 'discount' ? -1 : 1;
      if (value[field] * sign < 0) {
        issues.push({
          code: 'custom',
          input: value[field],
          path: [field],
          message: 'has the wrong sign for its kind',
        });
      }
    }
  })
  .meta({ 'x-sign': 'amounts are at most 0 for a discount, at least 0 for other kinds' })
  .readonly();
/** A line of an order as its event carries it; amounts in minor units, within ±(2^53-1). */
export type OrderLine = z.infer<typeof orderLine>;

/** One to `limits.lines` lines. */
export const orderLines = z.array(orderLine).min(1).max(limits.lines).readonly();
