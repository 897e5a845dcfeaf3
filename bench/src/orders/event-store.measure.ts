import { randomUUID } from 'node:crypto';
import { getPostgreSQLEventStore } from '@event-driven-io/emmett-postgresql';
import { dataschema, eventCodec, eventSources, orderEvents, type OrderEvent } from '@orderflow/contracts';
import { eventStoreMigration, postgresEventStore } from '@orderflow/event-store-postgres';
import { migrate, postgresAddress, postgresDataSource } from '@orderflow/postgres-messaging';
import pg from 'pg';
import { alternating, closedLoop } from '../load.ts';
import type { Ratio } from '../report.ts';
import { median } from '../statistics.ts';

const connections = 16;
const rounds = 4;
const roundMs = 4_000;

/**
 * Appends of one event to a new stream each, 16 at a time on 16 connections, against Emmett's Postgres store on the same server.
 * @param oursUrl and `peerUrl` point to an empty database each, as a superuser
 */
export async function measureEventStore(oursUrl: string, peerUrl: string): Promise<Ratio> {
  const dataSource = postgresDataSource({
    ...postgresAddress(oursUrl),
    applicationName: 'bench',
    poolSize: connections,
    migrations: [eventStoreMigration({ appRole: 'orders_app', cdcRole: 'orders_cdc' })],
  });
  await dataSource.initialize();
  await migrate(dataSource);
  const store = postgresEventStore<OrderEvent>({
    codec: eventCodec(orderEvents),
    source: eventSources.orders,
    dataschema,
  }).over(dataSource);

  const pool = new pg.Pool({ connectionString: peerUrl, max: connections });
  const emmett = getPostgreSQLEventStore(peerUrl, { connectionOptions: { pool } });
  await emmett.schema.migrate();

  try {
    const { ours, peer } = await alternating(
      rounds,
      () => closedLoop(connections, roundMs, () => store.append(randomUUID(), 'no_stream', [newEvent()])),
      () =>
        closedLoop(connections, roundMs, () =>
          emmett.appendToStream(randomUUID(), [{ ...placed(randomUUID()), metadata: metadata() }], {
            expectedStreamVersion: 'STREAM_DOES_NOT_EXIST',
          }),
        ),
    );
    return {
      name: 'event-store-appends',
      value: median(ours) / median(peer),
      goal: 2,
      better: 'higher',
      detail: `${median(ours).toFixed(0)}/s to Emmett's ${median(peer).toFixed(0)}/s, ${connections} connections`,
    };
  } finally {
    await emmett.close();
    await pool.end();
    await dataSource.destroy();
  }
}

function newEvent() {
  return { event: placed(randomUUID()), metadata: metadata() };
}

function metadata() {
  return {
    eventId: randomUUID(),
    correlationId: randomUUID(),
    causationId: '',
    traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    actor: 'cus-1',
    occurredAt: new Date().toISOString(),
  };
}

function placed(orderId: string): OrderEvent {
  return {
    type: 'OrderPlaced',
    data: {
      orderId,
      customer: { id: 'cus-1', locale: 'ko-KR' },
      currency: 'KRW',
      lines: [
        { kind: 'item', sku: 'TEA-1', name: 'Green tea', quantity: 2, unitPrice: 12_500, total: 25_000 },
      ],
      total: 25_000,
      payment: { method: 'pm_card_ok' },
      placedAt: new Date().toISOString(),
    },
  };
}
