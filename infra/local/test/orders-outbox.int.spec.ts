import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { applyConnector, connectClient, type ConnectorDeclaration } from '@orderflow/connect';
import { eventStoreMigration, largestEventBytes } from '@orderflow/event-store-postgres';
import { postgresDataSource } from '@orderflow/postgres-messaging';
import {
  createDatabase,
  createTopics,
  eventually,
  randomName,
  readRecords,
  stack,
  type TestDatabase,
} from '@orderflow/test-harness';
import pg from 'pg';
import { heartbeatTopic, ordersOutboxConnector } from '../src/connect/orders-outbox.ts';

/** SQLSTATE check_violation. */
const checkViolation = '23514';

const client = connectClient(stack().connect.url);
const prefix = randomName('outbox');
const topic = `${prefix}.events`;
let database: TestDatabase;
let sql: pg.Client;
let connector: ConnectorDeclaration;

interface Appended {
  readonly streamId: string;
  readonly version: number;
  readonly payload: string;
}

async function append(
  { streamId, version, payload }: Appended,
  eventId: string = randomUUID(),
): Promise<string> {
  await sql.query(
    `INSERT INTO events (stream_id, version, event_id, type, schema_version, payload, correlation_id, causation_id,
       causation_version, traceparent, actor, occurred_at, source, dataschema, subject)
     VALUES ($1, $2, $3, 'OrderPlaced', 1, $4, 'corr-1', '', '', '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
       'cus-1', '2026-03-04T05:06:07.890Z', 'urn:orderflow:orders', 'urn:orderflow:schema:OrderPlaced:1', $1)`,
    [streamId, version, eventId, payload],
  );
  return eventId;
}

beforeAll(async () => {
  database = await createDatabase(prefix.slice(0, 12));
  const migrations = [eventStoreMigration({ appRole: 'orders_app', cdcRole: 'orders_cdc' })];
  const source = postgresDataSource({ ...database.connection, applicationName: 'migrations', migrations });
  await source.initialize();
  await source.runMigrations();
  await source.destroy();
  sql = new pg.Client(database.connection);
  await sql.connect();
  await createTopics([{ name: topic, partitions: 6 }, heartbeatTopic(prefix)]);
  const declared = await ordersOutboxConnector();
  connector = {
    name: prefix,
    config: {
      ...declared.config,
      'database.dbname': database.name,
      'slot.name': prefix,
      'topic.prefix': prefix,
      'heartbeat.interval.ms': '500',
      'transforms.outbox.route.topic.replacement': topic,
    },
  };
});

afterAll(async () => {
  await client.remove(prefix);
  await sql.end();
  await database[Symbol.asyncDispose]();
});

describe('the outbox connector', () => {
  const payloads = ['{"name":"녹차 🍵","n":9007199254740991}', '{"a": 1.0,  "spaces":"kept"}', '[]', '""'];
  const streamId = randomUUID();
  const eventIds: string[] = [];

  it('runs as declared, and publishes what was committed before there was a slot', async () => {
    eventIds.push(await append({ streamId, version: 1, payload: payloads[0] ?? '' }));
    const state = await applyConnector(client, connector);
    expect(state.tasks).toEqual([{ id: 0, state: 'RUNNING' }]);
    await eventually(async () => expect(await readRecords(topic)).toHaveLength(1));
  });

  it('brings key, payload and headers through untouched', async () => {
    for (const [index, payload] of payloads.slice(1).entries()) {
      eventIds.push(await append({ streamId, version: index + 2, payload }));
    }
    const records = await eventually(async () => {
      const found = await readRecords(topic);
      expect(found).toHaveLength(payloads.length);
      return found;
    });
    expect(records.map(({ value }) => value?.toString())).toEqual(payloads);
    expect(records.map(({ key }) => key)).toEqual(payloads.map(() => Buffer.from(streamId, 'ascii')));
    expect(records.map(({ headers }) => headers)).toEqual(
      payloads.map((_, index) => ({
        ce_id: eventIds[index],
        ce_type: 'OrderPlaced',
        ce_source: 'urn:orderflow:orders',
        ce_time: '2026-03-04T05:06:07.890000Z',
        ce_subject: streamId,
        ce_specversion: '1.0',
        ce_dataschema: 'urn:orderflow:schema:OrderPlaced:1',
        ce_correlationid: 'corr-1',
        ce_causationid: '',
        ce_causationversion: '',
        ce_streamversion: String(index + 1),
        traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
      })),
    );
    const { rows } = await sql.query<{ ms: string }>(
      "SELECT floor(extract(epoch FROM recorded_at AT TIME ZONE 'UTC') * 1000)::text AS ms FROM events ORDER BY position",
    );
    expect(records.map(({ timestamp }) => String(timestamp))).toEqual(rows.map(({ ms }) => ms));
  });

  it('is left alone when it is applied again', async () => {
    const { rows: before } = await sql.query(
      'SELECT active_pid FROM pg_replication_slots WHERE slot_name = $1',
      [prefix],
    );
    await applyConnector(client, connector);
    const { rows: after } = await sql.query(
      'SELECT active_pid FROM pg_replication_slots WHERE slot_name = $1',
      [prefix],
    );
    expect(after).toEqual(before);
  });

  it('keeps the order of ten streams that are written at once', async () => {
    const streams = Array.from({ length: 10 }, () => randomUUID());
    const writers = streams.map(async (stream) => {
      const writer = new pg.Client(database.connection);
      await writer.connect();
      for (let version = 1; version <= 20; version += 1) {
        await writer.query(
          `INSERT INTO events (stream_id, version, event_id, type, schema_version, payload, correlation_id, causation_id,
             causation_version, traceparent, actor, occurred_at, source, dataschema, subject)
           VALUES ($1, $2, gen_random_uuid()::text, 'T', 1, '{}', '', '', '', '', '', now(), 's', 'd', $1)`,
          [stream, version],
        );
      }
      await writer.end();
    });
    await Promise.all(writers);
    await eventually(async () => expect(await readRecords(topic)).toHaveLength(payloads.length + 200));
    const records = await readRecords(topic);
    const expected = Array.from({ length: 20 }, (_, index) => String(index + 1));
    for (const stream of streams) {
      const versions = records
        .filter(({ key }) => key?.toString() === stream)
        .map(({ headers }) => headers.ce_streamversion);
      expect(versions).toEqual(expected);
    }
  });

  it('moves its slot on while no event comes, and keeps the heartbeat table small', async () => {
    const position = async (): Promise<bigint> => {
      const { rows } = await sql.query<{ lsn: string }>(
        "SELECT (confirmed_flush_lsn - '0/0')::text AS lsn FROM pg_replication_slots WHERE slot_name = $1",
        [prefix],
      );
      return BigInt(rows[0]?.lsn ?? 0);
    };
    const before = await position();
    await eventually(async () => expect((await position()) > before).toBe(true));
    const { rows } = await sql.query('SELECT FROM cdc_heartbeat');
    expect(rows.length).toBeLessThanOrEqual(1);
    expect(await readRecords(topic)).toHaveLength(payloads.length + 200);
  });

  it('meets no event that its broker would refuse, since the table has none: it goes on', async () => {
    const before = (await readRecords(topic)).length;
    const big = randomUUID();
    const refused = append({ streamId: big, version: 1, payload: JSON.stringify('x'.repeat(1_300_000)) });
    await expect(refused).rejects.toMatchObject({ code: checkViolation });
    const largest = JSON.stringify('x'.repeat(largestEventBytes - 2));
    await append({ streamId: big, version: 1, payload: largest });
    const records = await eventually(async () => {
      const found = await readRecords(topic);
      expect(found).toHaveLength(before + 1);
      return found;
    });
    expect(records.find(({ key }) => key?.toString() === big)?.value?.toString()).toBe(largest);
    expect(await client.state(prefix)).toMatchObject({ state: 'RUNNING', tasks: [{ state: 'RUNNING' }] });
  });
});
