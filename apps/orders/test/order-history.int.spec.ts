import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SettleOrderHandler } from '../src/features/settle-order/settle-order.handler.ts';
import { z } from 'zod';
import { orderCloudEventSchema } from '../src/features/order-history/order-cloud-event.ts';
import { ordersUnderTest, type OrdersUnderTest } from './orders-under-test.ts';
import { authorized, envelopeOf, paymentId } from './payment-outcomes.ts';

describe('GET /orders/:id/events', () => {
  let orders: OrdersUnderTest;

  beforeAll(async () => {
    orders = await ordersUnderTest();
  });
  afterAll(async () => {
    await orders[Symbol.asyncDispose]();
  });

  it('is a CloudEvents JSON batch of all that happened, in order', async () => {
    const customer = await orders.client();
    const order = await customer.place({}, { 'X-Correlation-Id': 'checkout-17' });
    const event = authorized(order);
    const envelope = envelopeOf(event);
    await orders.app.get(SettleOrderHandler).handle(event, envelope);
    await customer.cancel(order.id, { 'X-Correlation-Id': 'regret-18' });

    const response = await customer.get(`/orders/${order.id}/events`);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toMatch(/^application\/cloudevents-batch\+json\b/);
    const attributes = (type: string, streamversion: number) => ({
      specversion: '1.0',
      id: expect.stringMatching(/^[\da-f-]{36}$/),
      source: 'urn:orderflow:orders',
      type,
      subject: order.id,
      time: expect.stringMatching(/Z$/),
      datacontenttype: 'application/json',
      dataschema: `urn:orderflow:schema:${type}:1`,
      streamversion,
      traceparent: expect.stringMatching(/^00-[\da-f]{32}-[\da-f]{16}-0[01]$/),
    });
    const { id: orderId, status: _status, version: _version, ...placed } = order;
    const batch = await response.json();
    z.array(orderCloudEventSchema.strict()).parse(batch);
    expect(batch).toEqual([
      {
        ...attributes('OrderPlaced', 1),
        time: order.placedAt,
        correlationid: 'checkout-17',
        data: { orderId, ...placed },
      },
      {
        ...attributes('OrderConfirmed', 2),
        correlationid: envelope.correlationId,
        causationid: envelope.id,
        data: { orderId, paymentId, confirmedAt: expect.any(String) },
      },
      {
        ...attributes('OrderCancelled', 3),
        correlationid: 'regret-18',
        data: {
          orderId,
          reason: 'changed_mind',
          cancelledBy: 'customer',
          cancelledAt: expect.any(String),
        },
      },
    ]);
  });

  it('has the ids that the events are published with', async () => {
    const customer = await orders.client();
    const { id } = await customer.place();
    const { rows } = await orders.database.sql.query({
      text: 'SELECT event_id AS id FROM events WHERE stream_id = $1',
      values: [id],
    });
    expect(await (await customer.get(`/orders/${id}/events`)).json()).toMatchObject(rows);
  });
});
