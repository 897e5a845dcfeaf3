import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, randomName } from '@orderflow/test-harness';
import { SettleOrderHandler } from '../src/features/settle-order/settle-order.handler.ts';
import { orderOf } from './api-client.ts';
import { orderBody } from './order-body.ts';
import { ordersUnderTest, type OrdersUnderTest } from './orders-under-test.ts';
import { authorized, declined, envelopeOf } from './payment-outcomes.ts';

describe('Prefer: wait=N', () => {
  let orders: OrdersUnderTest;

  beforeAll(async () => {
    orders = await ordersUnderTest();
  });
  afterAll(async () => {
    await orders[Symbol.asyncDispose]();
  });

  /** Sends an order of a customer of its own, and tells its id while the answer is still out. */
  const waiting = async (prefer: string) => {
    const id = randomName('cus');
    const client = await orders.client({ subject: id });
    const body = { ...orderBody, customer: { ...orderBody.customer, id } };
    const answer = client.post('/orders', body, { Prefer: prefer });
    const order = await eventually(async () => {
      const { rows } = await orders.database.sql.query<{ order_id: string }>({
        text: 'SELECT order_id FROM order_details WHERE customer_id = $1',
        values: [id],
      });
      return orderOf(await client.get(`/orders/${rows[0]?.order_id}`), 200);
    });
    return { answer, order };
  };

  it.each([
    ['confirmed', authorized],
    ['rejected', declined],
  ])('answers with the order once it is %s', async (status, outcome) => {
    const { answer, order } = await waiting('wait=10');
    const event = outcome(order);
    await orders.app.get(SettleOrderHandler).handle(event, envelopeOf(event));
    const response = await answer;
    expect(response.headers.get('preference-applied')).toBe('wait=10');
    expect(response.headers.get('location')).toBe(`/orders/${order.id}`);
    expect(response.headers.get('etag')).toBe('"2"');
    expect(await orderOf(response, 201)).toMatchObject({ id: order.id, status, version: 2 });
  });

  it('answers with the placed order where nothing happens in that time', async () => {
    const { answer, order } = await waiting('respond-async, wait=1');
    const response = await answer;
    expect(response.headers.get('preference-applied')).toBe('wait=1');
    expect(response.headers.get('etag')).toBe('"1"');
    expect(await orderOf(response, 201)).toEqual(order);
  });

  it('waits 30 seconds at most', async () => {
    const { answer, order } = await waiting('wait=3600');
    const event = authorized(order);
    await orders.app.get(SettleOrderHandler).handle(event, envelopeOf(event));
    expect((await answer).headers.get('preference-applied')).toBe('wait=30');
  });

  it('is ignored where it cannot be read', async () => {
    const client = await orders.client();
    const response = await client.post('/orders', orderBody, { Prefer: 'wait=soon' });
    expect(response.headers.get('preference-applied')).toBeNull();
    expect(await orderOf(response, 201)).toMatchObject({ status: 'placed' });
  });

  it('answers with the placed order where the database goes away meanwhile: a 503 would make the client order twice', async () => {
    const { answer, order } = await waiting('wait=20');
    await orders.database.admitApp(false);
    const response = await answer;
    expect(response.headers.get('location')).toBe(`/orders/${order.id}`);
    expect(await orderOf(response, 201)).toEqual(order);
    expect(orders.logged).toContainEqual(
      expect.objectContaining({ message: 'outcome not awaited', orderId: order.id }),
    );
    await orders.database.admitApp(true);
  });

  it('ends when the service stops: the order is answered as placed, and nothing holds the stop', async () => {
    const { answer, order } = await waiting('wait=20');
    const stopped = orders.stop();
    expect(await orderOf(await answer, 201)).toEqual(order);
    expect(await stopped).toBe('clean');
  });
});
