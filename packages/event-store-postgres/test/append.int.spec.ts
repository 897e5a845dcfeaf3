import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  autocommitSql,
  handleOnce,
  lockStreams,
  type SqlClient,
  withTransaction,
} from '@orderflow/postgres-messaging';
import type { ServiceDatabase } from '@orderflow/postgres-messaging/testing';
import { ExpectedVersionError } from '@orderflow/event-sourcing';
import type { DataSource } from 'typeorm';
import { eventDatabase } from './event-database.ts';
import { note, notes, noteStore } from './note.ts';

describe('an append', () => {
  let database: ServiceDatabase;
  let app: DataSource;
  let sql: SqlClient;

  beforeAll(async () => {
    database = await eventDatabase();
    app = await database.connect('app', { poolSize: 16 });
    sql = autocommitSql(app);
  });
  afterAll(async () => {
    await database[Symbol.asyncDispose]();
  });

  const versions = async (streamId: string) =>
    (await noteStore.over(app).read(streamId)).map(({ version }) => version);

  it('writes every column that becomes a header, none of them null', async () => {
    const streamId = randomUUID();
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const full = note('full 🍵', {
      correlationId: 'c1',
      causationId: 'c2',
      causationVersion: 7,
      traceparent,
      actor: 'a',
    });
    const bare = note('bare');
    await noteStore.over(app).append(streamId, 'no_stream', [full, bare]);
    await noteStore.over(app).append(streamId, 2, [note('alone', { causationVersion: 9 })]);

    const { rows } = await sql.query({
      text: `SELECT stream_id, version, event_id, type, schema_version, payload, correlation_id, causation_id,
               causation_version, traceparent, actor, occurred_at = '2026-01-02T03:04:05.678Z' AS on_time,
               abs(extract(epoch FROM recorded_at - (now() AT TIME ZONE 'UTC'))) < 60 AS recorded_now, source,
               specversion, dataschema, subject
             FROM events WHERE stream_id = $1 ORDER BY position`,
      values: [streamId],
    });
    const common = {
      stream_id: streamId,
      type: 'Noted',
      schema_version: 2,
      correlation_id: '',
      causation_id: '',
      traceparent: '',
      actor: '',
      on_time: true,
      recorded_now: true,
      source: 'urn:orderflow:notes',
      specversion: '1.0',
      dataschema: 'urn:orderflow:schema:Noted:2',
      subject: streamId,
    };
    expect(rows).toEqual([
      {
        ...common,
        version: 1,
        event_id: full.metadata.eventId,
        payload: '"full 🍵"',
        correlation_id: 'c1',
        causation_id: 'c2',
        causation_version: '7',
        traceparent,
        actor: 'a',
      },
      { ...common, version: 2, event_id: bare.metadata.eventId, payload: '"bare"', causation_version: '' },
      { ...common, version: 3, event_id: expect.any(String), payload: '"alone"', causation_version: '9' },
    ]);
  });

  it('refuses an event of 1.3 MB, and the table one that evades the store', async () => {
    const streamId = randomUUID();
    const large = 'x'.repeat(1_300_000);
    await expect(noteStore.over(app).append(streamId, 'any', notes('fits', large))).rejects.toMatchObject({
      code: 'EVENT_TOO_LARGE',
      bytes: 1_300_002,
      limit: 524_288,
    });
    const evading = sql.query({
      text: `SELECT append_event($1, -1, '', $1, 'Noted', 1, $2, '', '', '', '', '', now(), '')`,
      values: [streamId, large],
    });
    await expect(evading).rejects.toMatchObject({ code: '23514' });
    expect(await versions(streamId)).toEqual([]);
  });

  it('takes an event of exactly 512 KiB, counted in UTF-8', async () => {
    const streamId = randomUUID();
    const text = `${'🍵'.repeat(131_071)}ab`;
    await noteStore.over(app).append(streamId, 'no_stream', notes(text));
    const [recorded] = await noteStore.over(app).read(streamId);
    expect(recorded?.event.data).toBe(text);
  });

  it.each([-1, -2, 1.5, Number.NaN, 2 ** 40])('never meets %d, which is no version', async (expected) => {
    const streamId = randomUUID();
    await noteStore.over(app).append(streamId, 'any', notes('1'));
    await expect(noteStore.over(app).append(streamId, expected, notes('2'))).rejects.toThrow(
      ExpectedVersionError,
    );
    expect(await versions(streamId)).toEqual([1]);
  });

  it('that fails its expectation leaves the transaction usable', async () => {
    const streamId = randomUUID();
    await withTransaction(app, async (tx) => {
      const store = noteStore.within(tx);
      await store.append(streamId, 'no_stream', notes('1'));
      await expect(store.append(streamId, 'no_stream', notes('2'))).rejects.toThrow(ExpectedVersionError);
      await store.append(streamId, 1, notes('2'));
    });
    expect(await versions(streamId)).toEqual([1, 2]);
  });

  it('is undone with its transaction', async () => {
    const streamId = randomUUID();
    const work = withTransaction(app, async (tx) => {
      await noteStore.within(tx).append(streamId, 'no_stream', notes('1', '2'));
      throw new Error('afterwards');
    });
    await expect(work).rejects.toThrow('afterwards');
    expect(await versions(streamId)).toEqual([]);
  });

  it('is decided once by two handlers of one event on one stream: both effects, no redelivery', async () => {
    const streamId = randomUUID();
    const handle = (handler: string) =>
      withTransaction(app, async (tx) => {
        await lockStreams(tx, [streamId]);
        return handleOnce(tx, { handler, source: 'payments.events', inputId: `of ${streamId}` }, async () => {
          const { version } = await noteStore.within(tx).append(streamId, 'any', notes(handler));
          return { version };
        });
      });
    const arrivals = [
      'settle-order',
      'note-payment',
      'settle-order',
      'note-payment',
      'settle-order',
      'note-payment',
    ];
    const handled = await Promise.all(arrivals.map(handle));

    const recorded = await noteStore.over(app).read(streamId);
    expect(recorded.map(({ event }) => event.data).toSorted()).toEqual(['note-payment', 'settle-order']);
    expect(handled.filter(({ first }) => first)).toHaveLength(2);
    for (const [index, { outcome }] of handled.entries()) {
      const own = recorded.find(({ event }) => event.data === arrivals[index]);
      expect(outcome).toEqual({ version: own?.version });
    }
  });
});
