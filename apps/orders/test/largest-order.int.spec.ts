import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { limits, maxEventBytes, type TextBound } from '@orderflow/contracts';
import { problemOf } from '@orderflow/service-kit/testing';
import { orderOf } from './api-client.ts';
import { orderBody, type OrderBody } from './order-body.ts';
import { ordersUnderTest, type OrdersUnderTest } from './orders-under-test.ts';

/** The longest acceptable text of one character, filled up to the bound with `a`. */
function longest(character: string, { codePoints, encodedBytes }: TextBound): string {
  const each = Buffer.byteLength(JSON.stringify(character)) - 2;
  const repeats = Math.min(codePoints, Math.floor(encodedBytes / each));
  return (
    character.repeat(repeats) + 'a'.repeat(Math.min(codePoints - repeats, encodedBytes - repeats * each))
  );
}

function largestOrder(character: string): OrderBody {
  const line = {
    sku: longest(character, limits.sku),
    name: longest(character, limits.productName),
    quantity: limits.quantity,
    unitPrice: Math.floor(Number.MAX_SAFE_INTEGER / limits.quantity / limits.lines),
  };
  return {
    customer: {
      id: longest(character, limits.customerId),
      email: `${'e'.repeat(242)}@example.com`,
      locale: 'abcdefgh-abcdefgh-abcdefgh-abcdefgh',
    },
    currency: 'KRW',
    lines: Array.from({ length: limits.lines }, () => line),
    payment: { method: `pm_${'x'.repeat(limits.paymentMethod.codePoints - 3)}` },
  };
}

describe('the largest acceptable order', () => {
  let orders: OrdersUnderTest;

  beforeAll(async () => {
    orders = await ordersUnderTest();
  });
  afterAll(async () => {
    await orders[Symbol.asyncDispose]();
  });

  it.each([
    ['escapes', '\u0001'],
    ['emoji', '🍵'],
    ['Hangul', '가'],
    ['quotes', '"'],
  ])('written in %s is placed, and its event stays under 512 KiB', async (_, character) => {
    const operator = await orders.client({ subject: 'operator-1', scope: 'orders:write orders:read ops' });
    const body = largestOrder(character);
    const order = await operator.place(body);
    expect(order.lines).toHaveLength(limits.lines);
    expect(order.lines[499]).toMatchObject(body.lines[499] ?? {});
    expect(await orderOf(await operator.get(`/orders/${order.id}`), 200)).toEqual(order);

    const { rows } = await orders.database.sql.query<{ bytes: number }>({
      text: 'SELECT octet_length(payload) AS bytes FROM events WHERE stream_id = $1',
      values: [order.id],
    });
    expect(rows[0]?.bytes).toBeGreaterThan(maxEventBytes / 2);
    expect(rows[0]?.bytes).toBeLessThan(maxEventBytes);
  });
});

// No request within the bounds makes an event over 512 KiB, so the store's limit is what comes down here.
describe('an order whose event is larger than the store takes', () => {
  let orders: OrdersUnderTest;

  beforeAll(async () => {
    orders = await ordersUnderTest({ maxEventBytes: 4_096 });
  });
  afterAll(async () => {
    await orders[Symbol.asyncDispose]();
  });

  it('is refused with 413, nothing is written, and the next order is placed', async () => {
    const customer = await orders.client();
    const lines = Array.from({ length: 100 }, () => ({ sku: 'A', name: 'a', quantity: 1, unitPrice: 1 }));
    const key = { 'Idempotency-Key': 'too-large-1' };
    const problem = await problemOf(await customer.post('/orders', { ...orderBody, lines }, key));
    expect(problem).toMatchObject({ status: 413, type: 'urn:orderflow:problem:order-too-large' });
    expect(await orders.database.countEvents()).toBe(0);
    const { rows } = await orders.database.sql.query({
      text: 'SELECT customer_id AS of FROM contacts UNION ALL SELECT key FROM idempotency_keys',
    });
    expect(rows).toEqual([]);
    expect(await customer.place({}, key)).toMatchObject({ status: 'placed' });
  });
});
