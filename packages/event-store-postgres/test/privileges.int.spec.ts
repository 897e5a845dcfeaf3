import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { autocommitSql, type SqlClient } from '@orderflow/postgres-messaging';
import type { ServiceDatabase } from '@orderflow/postgres-messaging/testing';
import { heartbeatActionQuery } from '../src/index.ts';
import { eventDatabase } from './event-database.ts';
import { notes, noteStore } from './note.ts';

const refused = { code: '42501' };

describe('privileges on the event log', () => {
  let database: ServiceDatabase;
  let app: SqlClient;
  let cdc: SqlClient;
  let owner: SqlClient;

  beforeAll(async () => {
    database = await eventDatabase();
    const service = await database.connect('app');
    app = autocommitSql(service);
    cdc = autocommitSql(await database.connect('cdc'));
    owner = autocommitSql(await database.connect('owner'));
    await noteStore.over(service).append('s', 'no_stream', notes('1'));
  });
  afterAll(async () => {
    await database[Symbol.asyncDispose]();
  });

  const insert = `INSERT INTO events (stream_id, version, event_id, type, schema_version, payload, correlation_id,
    causation_id, causation_version, traceparent, actor, occurred_at, source, dataschema, subject)
    VALUES ('s', 2, 'e', 't', 1, '', '', '', '', '', '', now(), '', '', '')`;

  it.each([
    insert,
    `UPDATE events SET payload = ''`,
    'DELETE FROM events',
    'TRUNCATE events',
    'DROP TABLE events',
    'ALTER PUBLICATION orderflow_events SET (publish = DELETE)',
    'SELECT * FROM cdc_heartbeat',
    'INSERT INTO cdc_heartbeat DEFAULT VALUES',
  ])('keep the service from: %s', async (text) => {
    await expect(app.query({ text })).rejects.toMatchObject(refused);
  });

  it.each([
    insert,
    'UPDATE events SET version = 1',
    'DELETE FROM events',
    'SELECT * FROM inbox',
    'SELECT * FROM idempotency_keys',
    'UPDATE cdc_heartbeat SET beat_at = now()',
    `SELECT append_event('s', -1, '', 'e', 't', 1, '', '', '', '', '', '', now(), '')`,
  ])('keep the connector from: %s', async (text) => {
    await expect(cdc.query({ text })).rejects.toMatchObject(refused);
  });

  it('let the connector read events and beat, leaving one row', async () => {
    expect((await cdc.query({ text: 'SELECT version FROM events' })).rows).toEqual([{ version: 1 }]);
    await cdc.query({ text: heartbeatActionQuery });
    await cdc.query({ text: heartbeatActionQuery });
    expect((await cdc.query({ text: 'SELECT id FROM cdc_heartbeat' })).rows).toEqual([{ id: '2' }]);
  });

  it('go with a publication of inserts into two tables', async () => {
    const { rows: publications } = await owner.query({
      text: 'SELECT pubname, puballtables, pubinsert, pubupdate, pubdelete, pubtruncate FROM pg_publication',
    });
    expect(publications).toEqual([
      {
        pubname: 'orderflow_events',
        puballtables: false,
        pubinsert: true,
        pubupdate: false,
        pubdelete: false,
        pubtruncate: false,
      },
    ]);
    const { rows: tables } = await owner.query({
      text: 'SELECT tablename FROM pg_publication_tables ORDER BY tablename',
    });
    expect(tables).toEqual([{ tablename: 'cdc_heartbeat' }, { tablename: 'events' }]);
  });
});
