import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { autocommitSql, withTransaction } from '@orderflow/postgres-messaging';
import { createLogger } from '@orderflow/telemetry';
import { eventually, randomName } from '@orderflow/test-harness';
import { problemOf } from '@orderflow/service-kit/testing';
import { SettleOrderHandler } from '../src/features/settle-order/settle-order.handler.ts';
import { purgeIdempotencyKeys } from '../src/idempotency/purge-idempotency-keys.ts';
import type { OrderDetails } from '../src/read-model/order-details.ts';
import { orderOf, type ApiClient } from './api-client.ts';
import { orderBody } from './order-body.ts';
import { ordersUnderTest, type OrdersUnderTest } from './orders-under-test.ts';
import { authorized, declined, envelopeOf } from './payment-outcomes.ts';

describe('Idempotency-Key', () => {
  let orders: OrdersUnderTest;
  let customer: ApiClient;

  beforeAll(async () => {
    orders = await ordersUnderTest();
    customer = await orders.client();
  });
  afterAll(async () => {
    await orders[Symbol.asyncDispose]();
  });

  const declineOf = async (order: OrderDetails) => {
    const event = declined(order);
    await orders.app.get(SettleOrderHandler).handle(event, envelopeOf(event));
    return order;
  };
  const newKey = () => ({ 'Idempotency-Key': randomName('key') });
  const replayed = (response: Response) => response.headers.get('idempotent-replayed');

  it('gives the same body the same answer, marked as replayed, and places one order', async () => {
    const events = await orders.database.countEvents();
    const key = newKey();
    const first = await customer.post('/orders', orderBody, key);
    const again = await customer.post('/orders', orderBody, key);
    expect([replayed(first), replayed(again)]).toEqual([null, 'true']);
    expect([first.status, again.status]).toEqual([201, 201]);
    for (const name of ['location', 'etag']) expect(again.headers.get(name)).toBe(first.headers.get(name));
    expect(await again.text()).toBe(await first.text());
    expect(await orders.database.countEvents()).toBe(events + 1);
  });

  it('gives the answer of then, also after the order went on', async () => {
    const key = newKey();
    const order = await customer.place({}, key);
    const event = authorized(order);
    await orders.app.get(SettleOrderHandler).handle(event, envelopeOf(event));
    const again = await customer.post('/orders', orderBody, key);
    expect(again.headers.get('etag')).toBe('"1"');
    expect(await orderOf(again, 201)).toEqual(order);
  });

  it('takes a body for the same where only its spelling differs', async () => {
    const key = newKey();
    const { customer: owner, currency, lines, payment } = orderBody;
    const order = await customer.place({}, key);
    const respelled = JSON.stringify({ payment, lines, currency, customer: owner }, undefined, 2);
    expect(await orderOf(await customer.post('/orders', respelled, key), 201)).toEqual(order);
  });

  it('refuses another body with 422', async () => {
    const key = newKey();
    await customer.place({}, key);
    const events = await orders.database.countEvents();
    const other = { ...orderBody, payment: { method: 'pm_card_slow' } };
    expect(await problemOf(await customer.post('/orders', other, key))).toMatchObject({
      status: 422,
      type: 'urn:orderflow:problem:idempotency-key-reused',
      errors: [{ header: 'Idempotency-Key' }],
    });
    expect(await orders.database.countEvents()).toBe(events);
  });

  it('refuses another request with the same body with 422', async () => {
    const key = newKey();
    const [one, two] = [await customer.place(), await customer.place()];
    expect((await customer.cancel(one.id, key)).status).toBe(200);
    expect(await problemOf(await customer.cancel(two.id, key))).toMatchObject({ status: 422 });
  });

  it('places one order of many requests at once: the others get its answer or 409 with Retry-After', async () => {
    const key = newKey();
    const events = await orders.database.countEvents();
    const send = () => customer.post('/orders', orderBody, key);
    const responses = await Promise.all(Array.from({ length: 8 }, send));
    expect(await orders.database.countEvents()).toBe(events + 1);

    const placed = await Promise.all(
      responses.filter(({ status }) => status === 201).map((response) => orderOf(response, 201)),
    );
    expect(new Set(placed.map(({ id }) => id)).size).toBe(1);
    for (const busy of responses.filter(({ status }) => status !== 201)) {
      expect(busy.headers.get('retry-after')).toBe('1');
      expect(await problemOf(busy)).toMatchObject({ status: 409 });
    }
    expect(await orderOf(await send(), 201)).toEqual(placed[0]);
  });

  it('answers 409 at once while the first request is under way', async () => {
    const key = newKey();
    const name = key['Idempotency-Key'];
    await withTransaction(orders.dataSource, async ({ sql }) => {
      await sql.query({ text: `SELECT claim_idempotency_key('cus-1', $1)`, values: [name] });
      const busy = await customer.post('/orders', orderBody, key);
      expect(busy.headers.get('retry-after')).toBe('1');
      expect(await problemOf(busy)).toMatchObject({
        status: 409,
        type: 'urn:orderflow:problem:idempotency-key-busy',
      });
    });
    expect(await customer.place({}, key)).toMatchObject({ status: 'placed' });
  });

  it.each([
    ['the schema', { ...orderBody, lines: [] }],
    ['the domain', { ...orderBody, currency: 'XXX' }],
  ])('is not used up by a request that %s refuses', async (_, refused) => {
    const key = newKey();
    expect((await customer.post('/orders', refused, key)).status).toBe(400);
    expect(await customer.place({}, key)).toMatchObject({ status: 'placed' });
  });

  it('belongs to its caller', async () => {
    const key = newKey();
    const other = await orders.client({ subject: 'cus-2' });
    const mine = await customer.place({}, key);
    const theirs = await other.place({ customer: { ...orderBody.customer, id: 'cus-2' } }, key);
    expect(theirs.id).not.toBe(mine.id);
  });

  it('keeps a cancellation', async () => {
    const key = newKey();
    const { id } = await customer.place();
    const first = await customer.cancel(id, key);
    const events = await orders.database.countEvents();
    const again = await customer.cancel(id, key);
    expect([replayed(first), replayed(again)]).toEqual([null, 'true']);
    expect(await again.text()).toBe(await first.text());
    expect(await orders.database.countEvents()).toBe(events);
  });

  it("keeps a refusal by the order's state", async () => {
    const key = newKey();
    const order = await customer.place();
    const event = declined(order);
    await orders.app.get(SettleOrderHandler).handle(event, envelopeOf(event));
    const first = await customer.cancel(order.id, key);
    const again = await customer.cancel(order.id, key);
    expect([first.status, replayed(first)]).toEqual([409, null]);
    expect([again.status, replayed(again)]).toEqual([409, 'true']);
    const { correlationId: _, ...refusal } = await problemOf(first);
    expect(await problemOf(again)).toMatchObject(refusal);
    const { rows } = await orders.database.sql.query({
      text: 'SELECT caller, status, resource, version FROM idempotency_keys WHERE key = $1',
      values: [key['Idempotency-Key']],
    });
    expect(rows).toEqual([{ caller: 'cus-1', status: 409, resource: order.id, version: 2 }]);
  });

  it.each([
    ['a cancellation', (order: OrderDetails) => order],
    ['a refusal', declineOf],
  ])('tells %s again only to a caller who may still act for the customer', async (_, prepare) => {
    const key = newKey();
    const { id } = await prepare(await customer.place());
    const claims = { subject: 'operator-1', scope: 'orders:write' };
    const operator = await orders.client({ ...claims, scope: `${claims.scope} ops` });
    const first = await operator.cancel(id, key);
    const dismissed = await orders.client(claims);
    expect(await problemOf(await dismissed.cancel(id, key))).toMatchObject({ status: 404 });
    const again = await operator.cancel(id, key);
    expect([again.status, replayed(again)]).toEqual([first.status, 'true']);
  });

  it('is kept for seven days, then purged', async () => {
    const [old, recent] = [randomName('key'), randomName('key')];
    const { sql } = orders.database;
    await sql.query({
      text: `INSERT INTO idempotency_keys (caller, key, body_hash, status, resource, version, created_at)
             SELECT 'cus-1', key, '', 201, '', 1, now() - age
             FROM (VALUES ($1, interval '7 days 1 minute'), ($2, interval '6 days')) AS keys (key, age)`,
      values: [old, recent],
    });
    const stopping = new AbortController();
    const logger = createLogger({ service: 'orders', level: 'silent' });
    const purging = purgeIdempotencyKeys(
      autocommitSql(orders.dataSource),
      () => new Date(),
      logger,
      stopping.signal,
    );
    await eventually(async () => {
      const { rows } = await sql.query({
        text: 'SELECT key FROM idempotency_keys WHERE key = ANY($1)',
        values: [[old, recent]],
      });
      expect(rows).toEqual([{ key: recent }]);
    });
    stopping.abort();
    await purging;
  });

  it('is not used up by a version that did not match', async () => {
    const key = newKey();
    const { id } = await customer.place();
    expect((await customer.cancel(id, { ...key, 'If-Match': '"7"' })).status).toBe(412);
    expect((await customer.cancel(id, { ...key, 'If-Match': '"1"' })).status).toBe(200);
  });
});
