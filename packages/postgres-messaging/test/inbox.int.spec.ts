import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomName } from '@orderflow/test-harness';
import type { DataSource } from 'typeorm';
import { autocommitSql, handleOnce, type InboxInput, type JsonValue, withTransaction } from '../src/index.ts';
import type { ServiceDatabase } from '../src/testing/index.ts';
import { messagingDatabase } from './messaging-database.ts';

describe('the inbox', () => {
  let database: ServiceDatabase;
  let app: DataSource;

  beforeAll(async () => {
    database = await messagingDatabase();
    const owner = autocommitSql(await database.connect('owner'));
    await owner.query({ text: 'CREATE TABLE effects_seen (input_id text, handler text)' });
    await owner.query({ text: `GRANT ALL ON effects_seen TO ${database.roles.appRole}` });
    app = await database.connect('app', { poolSize: 16 });
  });
  afterAll(async () => {
    await database[Symbol.asyncDispose]();
  });

  const input = (handler = 'settle-order'): InboxInput => ({
    handler,
    source: 'payments.events',
    inputId: randomName('input'),
  });
  const handle = (arrival: InboxInput, outcome: JsonValue) =>
    withTransaction(app, (tx) =>
      handleOnce(tx, arrival, async () => {
        await tx.sql.query({
          text: 'INSERT INTO effects_seen VALUES ($1, $2)',
          values: [arrival.inputId, arrival.handler],
        });
        return outcome;
      }),
    );
  const effectsOf = async ({ inputId }: InboxInput) => {
    const text = 'SELECT handler FROM effects_seen WHERE input_id = $1 ORDER BY handler';
    const { rows } = await autocommitSql(app).query<{ handler: string }>({ text, values: [inputId] });
    return rows.map(({ handler }) => handler);
  };

  it('lets the first arrival have its effect and gives every later one the first outcome', async () => {
    const arrival = input();
    expect(await handle(arrival, { decided: 'confirmed' })).toEqual({
      first: true,
      outcome: { decided: 'confirmed' },
    });
    const again = { first: false, outcome: { decided: 'confirmed' } };
    expect(await handle(arrival, { decided: 'rejected' })).toEqual(again);
    expect(await handle(arrival, null)).toEqual(again);
    expect(await effectsOf(arrival)).toHaveLength(1);
  });

  it('remembers an input that decided on nothing', async () => {
    const arrival = input();
    expect(await handle(arrival, null)).toEqual({ first: true, outcome: null });
    expect(await handle(arrival, 'late')).toEqual({ first: false, outcome: null });
  });

  it('keeps two handlers of one event apart: both effects, and to each its own outcome again', async () => {
    const one = input('settle-order');
    const two = { ...one, handler: 'note-payment' };
    expect(await handle(one, 'settled')).toEqual({ first: true, outcome: 'settled' });
    expect(await handle(two, 'noted')).toEqual({ first: true, outcome: 'noted' });
    expect(await handle(one, 'x')).toEqual({ first: false, outcome: 'settled' });
    expect(await handle(two, 'x')).toEqual({ first: false, outcome: 'noted' });
    expect(await effectsOf(one)).toEqual(['note-payment', 'settle-order']);
  });

  it('keeps equal ids of two sources apart', async () => {
    const arrival = input();
    await handle(arrival, 1);
    expect(await handle({ ...arrival, source: 'orders.events' }, 2)).toEqual({ first: true, outcome: 2 });
  });

  it('lets one of sixteen simultaneous arrivals have its effect; the others wait and get its outcome', async () => {
    const arrival = input();
    const handled = await Promise.all(Array.from({ length: 16 }, (_, index) => handle(arrival, index)));
    const winner = handled.find(({ first }) => first);
    expect(handled.filter(({ first }) => first)).toHaveLength(1);
    expect(new Set(handled.map(({ outcome }) => outcome))).toEqual(new Set([winner?.outcome]));
    expect(await effectsOf(arrival)).toHaveLength(1);
  });

  it('forgets an arrival whose transaction failed', async () => {
    const arrival = input();
    const failed = withTransaction(app, async (tx) => {
      await handleOnce(tx, arrival, async () => 'lost');
      throw new Error('afterwards');
    });
    await expect(failed).rejects.toThrow('afterwards');
    expect(await handle(arrival, 'kept')).toEqual({ first: true, outcome: 'kept' });
  });

  it('refuses an outcome over its bound, and with it the effect', async () => {
    const arrival = input();
    await expect(handle(arrival, '가'.repeat(22_000))).rejects.toMatchObject({
      code: 'OUTCOME_TOO_LARGE',
      bytes: 66_002,
      limit: 65_536,
    });
    expect(await effectsOf(arrival)).toEqual([]);
  });
});
