import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dataschema, eventCodec, eventSources, orderEvents, type OrderEvent } from '@orderflow/contracts';
import { postgresEventStore } from '@orderflow/event-store-postgres';
import { withTransaction, type SqlClient } from '@orderflow/postgres-messaging';
import { eventually } from '@orderflow/test-harness';
import { SettleOrderHandler } from '../src/features/settle-order/settle-order.handler.ts';
import { evolveOrder, noOrder } from '../src/domain/order/order.state.ts';
import type { OrderDetails } from '../src/read-model/order-details.ts';
import { projectOrderDetails } from '../src/read-model/order-details.projection.ts';
import { rebuildOrderDetails } from '../src/read-model/rebuild-order-details.ts';
import { orderOf, type ApiClient } from './api-client.ts';
import { orderBody } from './order-body.ts';
import { orderLife } from './order-life.ts';
import { ordersUnderTest, type OrdersUnderTest } from './orders-under-test.ts';
import { authorized, declined, envelopeOf, settledAt } from './payment-outcomes.ts';

describe('the read model of orders', () => {
  let orders: OrdersUnderTest;
  let customer: ApiClient;
  let sql: SqlClient;

  beforeAll(async () => {
    orders = await ordersUnderTest();
    customer = await orders.client();
    ({ sql } = orders.database);
  });
  afterAll(async () => {
    await orders[Symbol.asyncDispose]();
  });

  const rebuild = (tx: { readonly sql: SqlClient }) =>
    rebuildOrderDetails(tx, {
      codec: eventCodec(orderEvents),
      appRole: orders.database.roles.appRole,
      pageSize: 7,
    });
  // One attempt: a rebuild runs into no deadlock that would have to be retried.
  const rebuilt = () => withTransaction(orders.database.owner, rebuild, { attempts: 1 });
  const rows = async () => (await sql.query({ text: 'SELECT * FROM order_details ORDER BY order_id' })).rows;

  /** Places an order and takes it to one of its ends. */
  const live = async (kind: number): Promise<void> => {
    const order = await customer.place();
    const outcome = [authorized, declined, undefined][kind % 3]?.(order);
    if (outcome !== undefined) await orders.app.get(SettleOrderHandler).handle(outcome, envelopeOf(outcome));
    if (kind % 2 === 0) await customer.cancel(order.id);
  };
  const store = postgresEventStore<OrderEvent>({
    codec: eventCodec(orderEvents),
    source: eventSources.orders,
    dataschema,
  });
  /** Writes an order's whole life, event by event as commands would. */
  const recordLife = async (orderId: string, refunds: readonly number[]): Promise<void> => {
    const life = orderLife(orderId, refunds);
    for (const [index, event] of life.entries()) {
      await withTransaction(orders.database.owner, async (transaction) => {
        const metadata = {
          eventId: randomUUID(),
          correlationId: '',
          causationId: '',
          traceparent: '',
          actor: '',
          occurredAt: settledAt,
        };
        await store.within(transaction).append(orderId, index, [{ event, metadata }]);
        const state = life.slice(0, index + 1).reduce(evolveOrder, noOrder);
        await projectOrderDetails(transaction.sql, [{ streamId: orderId, version: index + 1, event }], state);
      });
    }
  };
  const waitingForLocks = async (count: number) => {
    const { rows: waiting } = await sql.query({
      text: `SELECT l.pid FROM pg_locks l JOIN pg_stat_activity a USING (pid)
             WHERE a.datname = current_database() AND NOT l.granted`,
    });
    expect(waiting).toHaveLength(count);
  };

  it('dropped and rebuilt is what it was, row by row, and serves again', async () => {
    for (let kind = 0; kind < 12; kind += 1) await live(kind);
    const before = await rows();
    await sql.query({ text: 'DROP TABLE order_details' });
    expect(await rebuilt()).toBe(await orders.database.countEvents());
    expect(await rows()).toEqual(before);
    expect(before).toHaveLength(12);

    const order = await customer.place();
    expect(await orderOf(await customer.cancel(order.id), 200)).toMatchObject({ status: 'cancelled' });
    expect(await orderOf(await customer.get(`/orders/${order.id}`), 200)).toMatchObject({ version: 2 });
  });

  it('is what it was also for orders that were sent back and refunded, bit by bit', async () => {
    const refunded: unknown[] = [];
    for (const amounts of [[], [1], [12_500, 12_999], [12_500, 13_000]]) {
      const orderId = randomUUID();
      await recordLife(orderId, amounts);
      const { rows: found } = await sql.query<{ status: string; details: OrderDetails }>({
        text: 'SELECT status, details FROM order_details WHERE order_id = $1',
        values: [orderId],
      });
      refunded.push(found.map(({ status, details }) => [status, details.status, details.refunded]));
    }
    expect(refunded).toEqual([
      [['returned', 'returned', undefined]],
      [['returned', 'returned', 1]],
      [['returned', 'returned', 25_499]],
      [['refunded', 'refunded', 25_500]],
    ]);
    const before = await rows();
    await rebuilt();
    expect(await rows()).toEqual(before);
  });

  it('is all or nothing: a rebuild that fails leaves the rows as they were', async () => {
    const before = await rows();
    const failure = new Error('failed by the test');
    const failing = withTransaction(orders.database.owner, async (tx) => {
      await rebuild(tx);
      throw failure;
    });
    await expect(failing).rejects.toBe(failure);
    expect(await rows()).toEqual(before);
  });

  it('may be rebuilt by two at once: one waits for the other', async () => {
    const before = await rows();
    // More than once, since the first time they still wait for their connections.
    for (let times = 0; times < 3; times += 1) {
      expect(await Promise.all([rebuilt(), rebuilt(), rebuilt()])).toHaveLength(3);
    }
    expect(await rows()).toEqual(before);
  });

  it('loses no order that is placed while it is rebuilt again and again', async () => {
    const living = Promise.all(Array.from({ length: 30 }, (_, kind) => live(kind)));
    for (let times = 0; times < 4; times += 1) await rebuilt();
    await living;
    const after = await rows();
    await rebuilt();
    expect(await rows()).toEqual(after);
    const { rows: streams } = await sql.query({ text: 'SELECT DISTINCT stream_id FROM events' });
    expect(after).toHaveLength(streams.length);
  });

  it('has the order whose event was appended before the rebuild began and committed after', async () => {
    const other = { ...orderBody.customer, email: 'changed@example.com' };
    const held = await withTransaction(orders.database.owner, async (tx) => {
      // The contact is the last that an order writes, so its order is appended and not committed.
      await tx.sql.query({ text: `SELECT 1 FROM contacts WHERE customer_id = 'cus-1' FOR UPDATE` });
      const placing = customer.place({ customer: other });
      await eventually(() => waitingForLocks(1));
      const rebuilding = rebuilt();
      await eventually(() => waitingForLocks(2));
      return { placing, rebuilding };
    });
    const [order] = await Promise.all([held.placing, held.rebuilding]);
    expect(await orderOf(await customer.get(`/orders/${order.id}`), 200)).toEqual(order);
  });

  it('has the order whose event was appended during the rebuild', async () => {
    const held = await withTransaction(orders.database.owner, async (tx) => {
      await rebuild(tx);
      const placing = customer.place();
      await eventually(() => waitingForLocks(1));
      return { placing };
    });
    const order = await held.placing;
    expect(await orderOf(await customer.get(`/orders/${order.id}`), 200)).toEqual(order);
    const after = await rows();
    await rebuilt();
    expect(await rows()).toEqual(after);
  });
});
