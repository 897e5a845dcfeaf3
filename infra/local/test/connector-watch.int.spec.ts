import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { applyConnector, connectClient, type ConnectorDeclaration, connectorWatch } from '@orderflow/connect';
import {
  createDatabase,
  createTopics,
  eventually,
  randomName,
  stack,
  type TestDatabase,
} from '@orderflow/test-harness';
import pg from 'pg';
import { heartbeatTopic, ordersOutboxConnector } from '../src/connect/orders-outbox.ts';

const client = connectClient(stack().connect.url);
const name = randomName('watch');
let database: TestDatabase;
let sql: pg.Client;
let connector: ConnectorDeclaration;

beforeAll(async () => {
  database = await createDatabase('watch');
  sql = new pg.Client(database.connection);
  await sql.connect();
  await sql.query('CREATE TABLE events (position bigint PRIMARY KEY)');
  await sql.query('CREATE TABLE cdc_heartbeat (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY)');
  await sql.query('GRANT SELECT ON events TO orders_cdc');
  await sql.query('GRANT SELECT, INSERT, DELETE ON cdc_heartbeat TO orders_cdc');
  await createTopics([heartbeatTopic(name)]);
  const { config } = await ordersOutboxConnector();
  const own = { 'database.dbname': database.name, 'slot.name': name, 'topic.prefix': name };
  // Fails at once instead of trying for a while by itself.
  connector = { name, config: { ...config, ...own, 'errors.max.retries': '0' } };
});

afterAll(async () => {
  await client.remove(name);
  await sql.end();
  await database[Symbol.asyncDispose]();
});

describe('a connector that cannot work', () => {
  it('is refused when its database is not there', async () => {
    const elsewhere = { name, config: { ...connector.config, 'database.dbname': 'nowhere' } };
    await expect(applyConnector(client, elsewhere)).rejects.toMatchObject({ code: 'CONNECT_REFUSED' });
  });

  it('is a failure that says why when its publication is not there', async () => {
    await expect(applyConnector(client, connector)).rejects.toMatchObject({
      code: 'CONNECTOR_FAILED',
      message: expect.stringContaining('ublication'),
    });
  });

  it('stays FAILED after some restarts, and is named with its reason', async () => {
    let restarts = 0;
    const watch = connectorWatch({
      client,
      names: [name, 'nobody'],
      intervalMs: 50,
      backoff: { initialMs: 50, maxMs: 100, giveUpAfter: 2 },
      now: () => performance.now(),
      random: () => 0,
      onRestart: () => (restarts += 1),
    });
    watch.start();
    try {
      await eventually(() => expect(watch.status()[0]).toMatchObject({ state: 'failed', givenUp: true }));
      expect(restarts).toBe(1);
      expect(watch.status()[0]?.reason).toContain('ublication');
      expect(watch.status()[1]).toEqual({ name: 'nobody', state: 'missing', givenUp: false });
    } finally {
      await watch.stop();
    }
  });

  it('is restarted by the watch once what it lacked is there', async () => {
    await sql.query(
      "CREATE PUBLICATION orderflow_events FOR TABLE events, cdc_heartbeat WITH (publish = 'insert')",
    );
    const watch = connectorWatch({
      client,
      names: [name],
      intervalMs: 50,
      backoff: { initialMs: 50, maxMs: 100, giveUpAfter: 5 },
      now: () => performance.now(),
      random: () => 0,
    });
    watch.start();
    try {
      await eventually(async () => {
        expect(await client.state(name)).toMatchObject({ state: 'RUNNING', tasks: [{ state: 'RUNNING' }] });
        expect(watch.status()).toEqual([{ name, state: 'running', givenUp: false }]);
      });
    } finally {
      await watch.stop();
    }
  });
});

describe('a watch', () => {
  it('says that Connect is away and goes on looking', async () => {
    const watch = connectorWatch({
      client: connectClient('http://127.0.0.1:1'),
      names: ['any'],
      intervalMs: 10,
      now: () => performance.now(),
      random: () => 0,
    });
    watch.start();
    await eventually(() => expect(watch.status()[0]?.state).toBe('unreachable'));
    await watch.stop();
  });
});
