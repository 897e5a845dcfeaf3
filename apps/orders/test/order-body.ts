import type { PlaceOrderBody } from '../src/features/place-order/place-order.body.ts';

export type OrderBody = PlaceOrderBody;

/** An order that is accepted, of the customer `cus-1`: two lines, 25,500 won in all. */
export const orderBody: OrderBody = {
  customer: { id: 'cus-1', email: 'somebody@example.com', locale: 'ko-KR' },
  currency: 'KRW',
  lines: [
    { sku: 'TEA-1', name: 'Green tea', quantity: 2, unitPrice: 12_500 },
    { sku: 'BAG-1', name: 'Paper bag', quantity: 5, unitPrice: 100 },
  ],
  payment: { method: 'pm_card_ok' },
};
