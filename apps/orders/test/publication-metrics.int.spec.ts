import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { WatchedConnector } from '@orderflow/connect';
import { autocommitSql } from '@orderflow/postgres-messaging';
import { createLogger, createMetrics, type Metrics } from '@orderflow/telemetry';
import { randomName } from '@orderflow/test-harness';
import { ordersHealth } from '../src/health/orders.health.ts';
import { publicationMetrics } from '../src/health/publication-metrics.ts';
import { ordersUnderTest, type OrdersUnderTest } from './orders-under-test.ts';

describe('how events get out of the database', () => {
  const slot = randomName('slot').replaceAll('-', '_');
  let orders: OrdersUnderTest;
  let metrics: Metrics;
  let watched: readonly WatchedConnector[] = [];
  const connectors = { status: () => watched };

  beforeAll(async () => {
    orders = await ordersUnderTest();
    metrics = createMetrics({ service: 'orders', collectProcessMetrics: false });
    publicationMetrics(metrics, {
      sql: autocommitSql(orders.dataSource),
      slot,
      connectors,
      logger: createLogger({ service: 'orders', level: 'silent' }),
    });
  });
  afterAll(async () => {
    await orders[Symbol.asyncDispose]();
  });

  const valueOf = async (name: string) => {
    const text = await metrics.registry.metrics();
    const line = text.split('\n').find((candidate) => candidate.startsWith(`${name}{`));
    return line === undefined ? undefined : Number(line.split(' ').at(-1));
  };
  const slotReport = async () => {
    const dependencies = { sql: autocommitSql(orders.dataSource), connectors, slot };
    const component = ordersHealth(dependencies).find(({ name }) => name === 'replication slot');
    return component?.probe(AbortSignal.timeout(5_000));
  };

  it('is measured at the slot: lag, and what the server keeps for it', async () => {
    expect(await slotReport()).toMatchObject({ status: 'down', details: { state: 'missing' } });
    expect(await valueOf('orderflow_replication_slot_lag_bytes')).toBeUndefined();

    const admin = await orders.database.admin();
    await admin.query({ text: `SELECT pg_create_logical_replication_slot($1, 'pgoutput')`, values: [slot] });
    try {
      await (await orders.client()).place();
      const lag = await valueOf('orderflow_replication_slot_lag_bytes');
      const retained = await valueOf('orderflow_replication_slot_retained_bytes');
      expect(lag).toBeGreaterThan(0);
      expect(retained).toBeGreaterThanOrEqual(lag ?? Infinity);
      expect(await slotReport()).toMatchObject({
        status: 'degraded',
        details: {
          active: false,
          walStatus: 'reserved',
          lagBytes: expect.any(Number),
          retainedBytes: expect.any(Number),
        },
      });
    } finally {
      await admin.query({ text: 'SELECT pg_drop_replication_slot($1)', values: [slot] });
    }
    expect(await valueOf('orderflow_replication_slot_lag_bytes')).toBeUndefined();
  });

  it.each([
    ['running', false, 1, 0],
    ['stopped', false, 0, 0],
    ['failed', true, 0, 1],
  ] as const)('is up only where its connector runs: %s', async (state, givenUp, up, stays) => {
    watched = [{ name: 'orders-outbox', state, givenUp }];
    expect(await valueOf('orderflow_connector_up')).toBe(up);
    expect(await valueOf('orderflow_connector_given_up')).toBe(stays);
    const health = ordersHealth({ sql: orders.database.sql, connectors, slot });
    const report = await health.find(({ name }) => name === 'connectors')?.probe(AbortSignal.timeout(5_000));
    expect(report).toMatchObject({ status: up === 1 ? 'up' : 'down' });
  });

  it('is shown without values, and without failing the scrape, while Postgres is away', async () => {
    await orders.database.admitApp(false);
    expect(await valueOf('orderflow_replication_slot_lag_bytes')).toBeUndefined();
    expect(await valueOf('orderflow_connector_up')).toBe(0);
    await orders.database.admitApp(true);
  });
});
