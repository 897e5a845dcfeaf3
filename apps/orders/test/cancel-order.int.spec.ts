import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { problemOf } from '@orderflow/service-kit/testing';
import { SettleOrderHandler } from '../src/features/settle-order/settle-order.handler.ts';
import type { OrderDetails } from '../src/read-model/order-details.ts';
import { orderOf, type ApiClient } from './api-client.ts';
import { ordersUnderTest, type OrdersUnderTest } from './orders-under-test.ts';
import { authorized, declined, envelopeOf, paymentId } from './payment-outcomes.ts';

describe('POST /orders/:id/cancel', () => {
  let orders: OrdersUnderTest;
  let customer: ApiClient;

  beforeAll(async () => {
    orders = await ordersUnderTest();
    customer = await orders.client();
  });
  afterAll(async () => {
    await orders[Symbol.asyncDispose]();
  });

  const settled = async (outcome: (order: OrderDetails) => ReturnType<typeof authorized>) => {
    const order = await customer.place();
    const event = outcome(order);
    await orders.app.get(SettleOrderHandler).handle(event, envelopeOf(event));
    return order;
  };
  const typesOf = async (orderId: string) => {
    const { rows } = await orders.database.sql.query<{ type: string }>({
      text: 'SELECT type FROM events WHERE stream_id = $1 ORDER BY version',
      values: [orderId],
    });
    return rows.map(({ type }) => type);
  };

  it('cancels a placed order and answers it with its new version', async () => {
    const order = await customer.place();
    const response = await customer.cancel(order.id);
    expect(response.headers.get('etag')).toBe('"2"');
    const cancelled = await orderOf(response, 200);
    expect(cancelled).toEqual({
      ...order,
      status: 'cancelled',
      version: 2,
      reason: 'changed_mind',
      cancelledAt: expect.any(String),
    });
    expect(await orderOf(await customer.get(`/orders/${order.id}`), 200)).toEqual(cancelled);
  });

  it('cancels a confirmed order', async () => {
    const order = await settled(authorized);
    expect(await orderOf(await customer.cancel(order.id), 200)).toMatchObject({
      status: 'cancelled',
      version: 3,
      paymentId,
      confirmedAt: expect.any(String),
    });
    expect(await typesOf(order.id)).toEqual(['OrderPlaced', 'OrderConfirmed', 'OrderCancelled']);
  });

  it('answers a cancelled order again, without a new event', async () => {
    const order = await customer.place();
    const first = await orderOf(await customer.cancel(order.id), 200);
    expect(await orderOf(await customer.cancel(order.id), 200)).toEqual(first);
    expect(await typesOf(order.id)).toEqual(['OrderPlaced', 'OrderCancelled']);
  });

  it('cancels once, however many ask at once', async () => {
    const order = await customer.place();
    const responses = await Promise.all(Array.from({ length: 8 }, () => customer.cancel(order.id)));
    const answers = await Promise.all(responses.map((response) => orderOf(response, 200)));
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(await typesOf(order.id)).toEqual(['OrderPlaced', 'OrderCancelled']);
  });

  it('ends either cancelled or rejected where a decline comes at the same moment', async () => {
    const placed = await Promise.all(Array.from({ length: 10 }, () => customer.place()));
    const handler = orders.app.get(SettleOrderHandler);
    await Promise.all(
      placed.flatMap((order) => {
        const event = declined(order);
        return [customer.cancel(order.id), handler.handle(event, envelopeOf(event))];
      }),
    );
    for (const { id } of placed) {
      const { status, version } = await orderOf(await customer.get(`/orders/${id}`), 200);
      expect(version).toBe(2);
      expect(await typesOf(id)).toEqual([
        'OrderPlaced',
        status === 'cancelled' ? 'OrderCancelled' : 'OrderRejected',
      ]);
    }
  });

  it('refuses a rejected order with 409 and its status', async () => {
    const order = await settled(declined);
    expect(await problemOf(await customer.cancel(order.id))).toMatchObject({
      status: 409,
      type: 'urn:orderflow:problem:order-not-cancellable',
      orderStatus: 'rejected',
    });
    expect(await typesOf(order.id)).toEqual(['OrderPlaced', 'OrderRejected']);
  });

  it('records the reason given, and who cancelled by whose right', async () => {
    const [own, others] = [await customer.place(), await customer.place()];
    const operator = await orders.client({ subject: 'operator-1', scope: 'orders:write ops' });
    await customer.post(`/orders/${own.id}/cancel`, { reason: 'found_cheaper' });
    await operator.cancel(others.id);
    const { rows } = await orders.database.sql.query({
      text: `SELECT actor, payload::jsonb ->> 'reason' AS reason, payload::jsonb ->> 'cancelledBy' AS by
             FROM events WHERE stream_id = ANY($1) AND version = 2 ORDER BY position`,
      values: [[own.id, others.id]],
    });
    expect(rows).toEqual([
      { actor: 'cus-1', reason: 'found_cheaper', by: 'customer' },
      { actor: 'operator-1', reason: 'changed_mind', by: 'operator' },
    ]);
  });

  it.each(['"2"', '"7", "8"', 'W/"1"', '"other"'])(
    'refuses version 1 with 412 where If-Match is %s',
    async (ifMatch) => {
      const order = await customer.place();
      const response = await customer.cancel(order.id, { 'If-Match': ifMatch });
      expect(response.headers.get('etag')).toBe('"1"');
      expect(await problemOf(response)).toMatchObject({ status: 412 });
      expect(await typesOf(order.id)).toEqual(['OrderPlaced']);
    },
  );

  it.each(['"1"', '"7", "1"', '*'])('cancels version 1 where If-Match is %s', async (ifMatch) => {
    const order = await customer.place();
    const response = await customer.cancel(order.id, { 'If-Match': ifMatch });
    expect(await orderOf(response, 200)).toMatchObject({ version: 2 });
  });

  it('answers 404 where there is no such order', async () => {
    const response = await customer.cancel('01920000-0000-7000-8000-000000000001');
    expect(await problemOf(response)).toMatchObject({ status: 404 });
  });
});
