import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { applyConnector, connectClient, type ConnectorDeclaration, failureOf } from '@orderflow/connect';
import { eventStoreMigration } from '@orderflow/event-store-postgres';
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

const client = connectClient(stack().connect.url);
const name = randomName('loss');
const topic = `${name}.events`;
let database: TestDatabase;
let sql: pg.Client;
let connector: ConnectorDeclaration;
let written = 0;

/** Appends events to one stream whose versions count up from 1. */
async function append(count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    written += 1;
    await sql.query(
      `INSERT INTO events (stream_id, version, event_id, type, schema_version, payload, correlation_id, causation_id,
         causation_version, traceparent, actor, occurred_at, source, dataschema, subject)
       VALUES ('stream', $1, $2, 'T', 1, '{}', '', '', '', '', '', now(), 's', 'd', 'stream')`,
      [written, randomUUID()],
    );
  }
}

const counting = (from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, index) => String(from + index));

async function versions(): Promise<(string | undefined)[]> {
  return (await readRecords(topic)).map(({ headers }) => headers.ce_streamversion);
}

async function stopConnector(): Promise<void> {
  await client.stop(name);
  await eventually(async () => expect((await client.state(name))?.tasks).toEqual([]));
}

async function dropSlot(): Promise<void> {
  await eventually(() => sql.query('SELECT pg_drop_replication_slot($1)', [name]));
}

beforeAll(async () => {
  database = await createDatabase('loss');
  const migrations = [eventStoreMigration({ appRole: 'orders_app', cdcRole: 'orders_cdc' })];
  const source = postgresDataSource({ ...database.connection, applicationName: 'migrations', migrations });
  await source.initialize();
  await source.runMigrations();
  await source.destroy();
  sql = new pg.Client(database.connection);
  await sql.connect();
  await createTopics([topic, heartbeatTopic(name)]);
  const { config } = await ordersOutboxConnector();
  const own = { 'database.dbname': database.name, 'slot.name': name, 'topic.prefix': name };
  connector = { name, config: { ...config, ...own, 'transforms.outbox.route.topic.replacement': topic } };
});

afterAll(async () => {
  await client.remove(name);
  await sql.end();
  await database[Symbol.asyncDispose]();
});

describe('the outbox connector, rows having been committed meanwhile', () => {
  it('publishes what there is at first', async () => {
    await append(5);
    await applyConnector(client, connector);
    await eventually(async () => expect(await versions()).toEqual(counting(1, 5)));
  }, 20_000);

  it('publishes every row again in the order of their positions after the loss of its offsets', async () => {
    await stopConnector();
    await append(2);
    // An update moves a row to the heap's end, so that an unordered read would deliver version 1 last.
    await sql.query("UPDATE events SET actor = 'moved' WHERE version = 1");
    await eventually(() => client.forgetOffsets(name));
    await client.resume(name);
    await eventually(async () => expect(await versions()).toEqual([...counting(1, 5), ...counting(1, 7)]), {
      timeoutMs: 20_000,
    });
  }, 40_000);

  it('publishes every row again after the loss of offsets and slot', async () => {
    await stopConnector();
    await dropSlot();
    await append(3);
    await eventually(() => client.forgetOffsets(name));
    await client.resume(name);
    const before = [...counting(1, 5), ...counting(1, 7)];
    await eventually(async () => expect(await versions()).toEqual([...before, ...counting(1, 10)]), {
      timeoutMs: 20_000,
    });
  }, 40_000);

  it('stops and says so after the loss of its slot', async () => {
    await stopConnector();
    await dropSlot();
    const before = await versions();
    await append(2);
    await client.resume(name);
    const failure = await eventually(
      async () => {
        const state = await client.state(name);
        const reason = state === undefined ? undefined : failureOf(state);
        if (reason === undefined) throw new Error(`no failure yet: ${JSON.stringify(state)}`);
        return reason;
      },
      { timeoutMs: 20_000 },
    );
    expect(failure).toMatch(/slot|offset/i);
    expect(await versions()).toEqual(before);
  }, 40_000);
});
