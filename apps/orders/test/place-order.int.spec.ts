import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { withTransaction } from '@orderflow/postgres-messaging';
import { orderOf, type ApiClient } from './api-client.ts';
import { orderBody } from './order-body.ts';
import { ordersUnderTest, type OrdersUnderTest } from './orders-under-test.ts';

const uuidV7 = /^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;
const rfc3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

describe('POST /orders', () => {
  let orders: OrdersUnderTest;
  let customer: ApiClient;

  beforeAll(async () => {
    orders = await ordersUnderTest();
    customer = await orders.client();
  });
  afterAll(async () => {
    await orders[Symbol.asyncDispose]();
  });

  const rowOf = async (table: 'events' | 'order_details' | 'contacts', where: string, value: string) => {
    const { rows } = await orders.database.sql.query<Record<string, unknown>>({
      text: `SELECT * FROM ${table} WHERE ${where} = $1`,
      values: [value],
    });
    expect(rows).toHaveLength(1);
    return { ...rows[0] };
  };

  it('answers 201 with the order, its address and its version', async () => {
    const response = await customer.post('/orders', orderBody);
    const order = await orderOf(response, 201);
    expect(order).toEqual({
      id: expect.stringMatching(uuidV7),
      status: 'placed',
      version: 1,
      customer: { id: 'cus-1', locale: 'ko-KR' },
      currency: 'KRW',
      lines: [
        { kind: 'item', sku: 'TEA-1', name: 'Green tea', quantity: 2, unitPrice: 12_500, total: 25_000 },
        { kind: 'item', sku: 'BAG-1', name: 'Paper bag', quantity: 5, unitPrice: 100, total: 500 },
      ],
      total: 25_500,
      payment: { method: 'pm_card_ok' },
      placedAt: expect.stringMatching(rfc3339),
    });
    expect(response.headers.get('location')).toBe(`/orders/${order.id}`);
    expect(response.headers.get('etag')).toBe('"1"');
    expect(response.headers.get('preference-applied')).toBeNull();
    expect(response.headers.get('idempotent-replayed')).toBeNull();
  });

  it('is followed by the same order at its address, in either case of its id', async () => {
    const order = await customer.place();
    for (const id of [order.id, order.id.toUpperCase()]) {
      const response = await customer.get(`/orders/${id}`);
      expect(response.headers.get('etag')).toBe('"1"');
      expect(await orderOf(response, 200)).toEqual(order);
    }
  });

  it('appends one event that says who asked, in which trace and why', async () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const order = await customer.place({}, { 'X-Correlation-Id': 'checkout-17', traceparent });
    const { payload, ...row } = await rowOf('events', 'stream_id', order.id);
    expect(row).toMatchObject({
      version: 1,
      event_id: expect.stringMatching(uuidV7),
      type: 'OrderPlaced',
      schema_version: 1,
      correlation_id: 'checkout-17',
      causation_id: '',
      causation_version: '',
      // The span is the service's own, in the client's trace.
      traceparent: expect.stringMatching(/^00-0af7651916cd43dd8448eb211c80319c-[\da-f]{16}-01$/),
      actor: 'cus-1',
      occurred_at: new Date(order.placedAt),
      source: 'urn:orderflow:orders',
      specversion: '1.0',
      dataschema: 'urn:orderflow:schema:OrderPlaced:1',
      subject: order.id,
    });
    const { id, status: _status, version: _version, ...placed } = order;
    expect(JSON.parse(String(payload))).toEqual({ orderId: id, ...placed });
  });

  it('keeps the e-mail address in the contacts alone', async () => {
    const email = 'only.in.contacts@example.com';
    const client = await orders.client({ subject: 'cus-contact' });
    const order = await client.place({ customer: { id: 'cus-contact', email, locale: 'en-GB' } });

    expect(await rowOf('contacts', 'customer_id', 'cus-contact')).toMatchObject({ email, locale: 'en-GB' });
    const { rows } = await orders.database.sql.query({
      text: `SELECT 1 FROM events e, order_details d WHERE strpos(e::text || d::text, '@') > 0`,
    });
    expect(rows).toEqual([]);
    expect(await (await client.get(`/orders/${order.id}`)).text()).not.toContain('@');
    expect(await (await client.get(`/orders/${order.id}/events`)).text()).not.toContain('@');
  });

  it('replaces a contact that has changed', async () => {
    const client = await orders.client({ subject: 'cus-moved' });
    for (const email of ['before@example.com', 'after@example.com']) {
      await client.place({ customer: { id: 'cus-moved', email, locale: 'de' } });
    }
    expect(await rowOf('contacts', 'customer_id', 'cus-moved')).toMatchObject({
      email: 'after@example.com',
    });
  });

  it('does not wait for another order of the same customer to commit', async () => {
    await customer.place();
    await withTransaction(orders.dataSource, async ({ sql }) => {
      await sql.query({ text: `SELECT 1 FROM contacts WHERE customer_id = 'cus-1' FOR UPDATE` });
      expect(await customer.place()).toMatchObject({ status: 'placed' });
    });
  });

  it('keeps emoji, Hangul and combining marks intact to the letter', async () => {
    const name = '녹차 🍵 Cafe\u0301 👩‍👩‍👧 \u{1f1f0}\u{1f1f7} "x\\y" \u0001\u2028';
    const order = await customer.place({ lines: [{ sku: '차-🍵', name, quantity: 1, unitPrice: 1 }] });
    expect(order.lines[0]).toMatchObject({ sku: '차-🍵', name });
    const { payload } = await rowOf('events', 'stream_id', order.id);
    expect(JSON.parse(String(payload))).toMatchObject({ lines: [{ sku: '차-🍵', name }] });
    expect(await orderOf(await customer.get(`/orders/${order.id}`), 200)).toEqual(order);
  });

  it.each([
    ['JPY', 179, 6, 1_074],
    ['BHD', 1_795, 3, 5_385],
    ['USD', 3_649, 5, 18_245],
    ['KRW', 0, 1, 0],
    ['EUR', 9_007_199_254_740_991, 1, 9_007_199_254_740_991],
  ])('counts %s in its minor unit: %i times %i is %i', async (currency, unitPrice, quantity, total) => {
    const order = await customer.place({
      currency,
      lines: [{ sku: 'A', name: 'a', quantity, unitPrice }],
    });
    expect(order).toMatchObject({ currency, total, lines: [{ unitPrice, quantity, total }] });
  });

  it('lets the scope ops order for any customer, and names the caller as the actor', async () => {
    const operator = await orders.client({ subject: 'operator-1', scope: 'orders:write ops' });
    const order = await operator.place({ customer: { ...orderBody.customer, id: 'cus-else' } });
    expect(await rowOf('events', 'stream_id', order.id)).toMatchObject({ actor: 'operator-1' });
    expect(order.customer.id).toBe('cus-else');
  });

  it('names a caller whose subject is an e-mail address by a pseudonym, and knows their rights by the subject', async () => {
    const anna = await orders.client({ subject: 'anna@example.com', scope: 'orders:write ops' });
    const order = await anna.place();
    await orderOf(await anna.cancel(order.id), 200);
    const { rows } = await orders.database.sql.query<{ actor: string }>({
      text: 'SELECT actor FROM events WHERE stream_id = $1',
      values: [order.id],
    });
    const actor = expect.stringMatching(/^sub:[\da-f]{32}$/);
    expect(rows).toEqual([{ actor }, { actor }]);
  });

  it('gives every one of many concurrent orders a stream of its own', async () => {
    const before = await orders.database.countEvents();
    const placed = await Promise.all(Array.from({ length: 40 }, () => customer.place()));
    expect(new Set(placed.map(({ id }) => id)).size).toBe(40);
    expect(await orders.database.countEvents()).toBe(before + 40);
  });

  it('leaves no listener behind on a connection that serves many orders', async () => {
    const listeners: number[] = [];
    orders.app.getHttpServer().on('request', ({ socket }) => listeners.push(socket.listenerCount('close')));
    for (let order = 0; order < 5; order += 1) await customer.place();
    expect(listeners).toHaveLength(5);
    expect(new Set(listeners).size).toBe(1);
  });
});
