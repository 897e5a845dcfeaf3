import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CloudEvent, PaymentEvent } from '@orderflow/contracts';
import { handleOnce, withTransaction } from '@orderflow/postgres-messaging';
import { SettleOrderHandler } from '../src/features/settle-order/settle-order.handler.ts';
import { orderOf, type ApiClient } from './api-client.ts';
import { ordersUnderTest, type OrdersUnderTest } from './orders-under-test.ts';
import { authorized, declined, envelopeOf, failed, paymentId, settledAt } from './payment-outcomes.ts';

describe('settling an order', () => {
  let orders: OrdersUnderTest;
  let customer: ApiClient;

  beforeAll(async () => {
    orders = await ordersUnderTest();
    customer = await orders.client();
  });
  afterAll(async () => {
    await orders[Symbol.asyncDispose]();
  });

  const settle = async (event: PaymentEvent, changes: Partial<CloudEvent> = {}): Promise<CloudEvent> => {
    const envelope = envelopeOf(event, changes);
    await orders.app.get(SettleOrderHandler).handle(event, envelope);
    return envelope;
  };
  const current = async (id: string) => orderOf(await customer.get(`/orders/${id}`), 200);
  const eventsOf = async (id: string) => {
    const { rows } = await orders.database.sql.query<Record<string, unknown>>({
      text: 'SELECT * FROM events WHERE stream_id = $1 ORDER BY version',
      values: [id],
    });
    return rows;
  };
  const inboxOf = async ({ id }: CloudEvent) => {
    const { rows } = await orders.database.sql.query({
      text: 'SELECT handler, source, outcome FROM inbox WHERE input_id = $1 ORDER BY handler',
      values: [id],
    });
    return rows;
  };
  const inboxRow = (outcome: string) => ({
    handler: 'settle-order',
    source: 'urn:orderflow:payments',
    outcome: JSON.stringify(outcome),
  });

  it('confirms it where its payment is authorised, and says what caused that', async () => {
    const order = await customer.place();
    const envelope = await settle(authorized(order), { streamVersion: 3 });
    expect(await current(order.id)).toEqual({
      ...order,
      status: 'confirmed',
      version: 2,
      paymentId,
      confirmedAt: expect.any(String),
    });
    expect((await eventsOf(order.id))[1]).toMatchObject({
      type: 'OrderConfirmed',
      version: 2,
      correlation_id: envelope.correlationId,
      causation_id: envelope.id,
      causation_version: '3',
      traceparent: envelope.traceparent,
      actor: 'urn:orderflow:payments',
    });
    expect(await inboxOf(envelope)).toEqual([inboxRow('settled')]);
  });

  it.each([
    ['declined', declined, { reason: 'payment_declined', declineCode: 'card_declined' }],
    ['failed', failed, { reason: 'payment_failed' }],
  ])('rejects it where its payment %s', async (_, outcome, reason) => {
    const order = await customer.place();
    await settle(outcome(order));
    expect(await current(order.id)).toEqual({
      ...order,
      ...reason,
      status: 'rejected',
      version: 2,
      paymentId,
      rejectedAt: expect.any(String),
    });
  });

  it('has one effect where the same event arrives again, also at the same time', async () => {
    const order = await customer.place();
    const event = authorized(order);
    const envelope = envelopeOf(event);
    await Promise.all(Array.from({ length: 6 }, () => settle(event, envelope)));
    const once = await current(order.id);
    await settle(event, envelope);
    expect(await current(order.id)).toEqual(once);
    expect(await eventsOf(order.id)).toHaveLength(2);
    expect(await inboxOf(envelope)).toHaveLength(1);
  });

  it('does nothing for a second event that says the same, and remembers that', async () => {
    const order = await customer.place();
    await settle(authorized(order));
    const second = await settle(authorized(order));
    expect(await eventsOf(order.id)).toHaveLength(2);
    expect(await inboxOf(second)).toEqual([inboxRow('settled')]);
  });

  it.each([
    ['authorised', authorized],
    ['declined', declined],
  ])('appends nothing to a cancelled order whose payment is %s, and remembers that', async (_, outcome) => {
    const order = await customer.place();
    await customer.cancel(order.id);
    const envelope = await settle(outcome(order));
    expect(await eventsOf(order.id)).toHaveLength(2);
    expect(await current(order.id)).toMatchObject({ status: 'cancelled', version: 2 });
    expect(await inboxOf(envelope)).toEqual([inboxRow('settled')]);
  });

  it('refuses a payment of another amount: logged once, remembered, and not retried', async () => {
    const order = await customer.place();
    const event = authorized(order, order.total - 1);
    const envelope = await settle(event);
    await settle(event, envelope);
    expect(await current(order.id)).toEqual(order);
    expect(await inboxOf(envelope)).toEqual([inboxRow('PAYMENT_MISMATCH')]);
    expect(orders.logged.filter(({ orderId }) => orderId === order.id)).toEqual([
      expect.objectContaining({
        level: 'warn',
        message: 'settlement refused',
        command: 'ConfirmOrder',
        refusal: 'PAYMENT_MISMATCH',
      }),
    ]);
  });

  it('refuses a payment of an order that does not exist', async () => {
    const order = await customer.place();
    const envelope = await settle(authorized({ ...order, id: '01920000-0000-7000-8000-000000000001' }));
    expect(await inboxOf(envelope)).toEqual([inboxRow('ORDER_NOT_FOUND')]);
  });

  it('is no redelivery of what another handler did with the same event', async () => {
    const order = await customer.place();
    const event = authorized(order);
    const envelope = envelopeOf(event);
    const input = { handler: 'another-handler', source: envelope.source, inputId: envelope.id };
    await withTransaction(orders.dataSource, (tx) => handleOnce(tx, input, async () => 'theirs'));
    await settle(event, envelope);
    expect(await current(order.id)).toMatchObject({ status: 'confirmed' });
    expect(await inboxOf(envelope)).toEqual([
      { ...inboxRow('theirs'), handler: 'another-handler' },
      inboxRow('settled'),
    ]);
  });

  it('is nothing to a void', async () => {
    const order = await customer.place();
    const { paymentId: _, ...rest } = authorized(order).data;
    const envelope = await settle({
      type: 'PaymentVoided',
      data: {
        paymentId,
        orderId: rest.orderId,
        customerId: rest.customerId,
        amount: order.total,
        currency: order.currency,
        providerReference: 'ch_1',
        reason: 'order_cancelled',
        voidedAt: settledAt,
      },
    });
    expect(await current(order.id)).toEqual(order);
    expect(await inboxOf(envelope)).toEqual([]);
  });

  it('keeps transaction ids in the order of versions, whoever comes first', async () => {
    const placed = await Promise.all(Array.from({ length: 10 }, () => customer.place()));
    await Promise.all(placed.flatMap((order) => [settle(authorized(order)), customer.cancel(order.id)]));
    const { rows } = await orders.database.sql.query({
      text: `SELECT a.stream_id FROM events a JOIN events b USING (stream_id)
             WHERE a.version < b.version AND a.tx_id >= b.tx_id`,
    });
    expect(rows).toEqual([]);
  });
});
