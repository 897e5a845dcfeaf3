import { orderPlaced } from '../src/order/order-placed.ts';
import type { EventOf } from '../src/index.ts';

export type OrderPlaced = EventOf<typeof orderPlaced>;

/** A valid OrderPlaced with the data given in place of the example's. */
export function placedOrder(data: Partial<OrderPlaced['data']> = {}): OrderPlaced {
  return { type: 'OrderPlaced', data: { ...orderPlaced.example.data, ...data } };
}

/** A valid line with the fields given in place of its own. */
export function orderLine(
  fields: Partial<OrderPlaced['data']['lines'][number]> = {},
): OrderPlaced['data']['lines'][number] {
  return { kind: 'item', sku: 'TEA-1', name: 'Tea', quantity: 1, unitPrice: 895, total: 895, ...fields };
}
