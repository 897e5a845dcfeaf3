import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { autocommitSql, lockStreams, type Transaction, withTransaction } from '@orderflow/postgres-messaging';
import { eventually } from '@orderflow/test-harness';
import type { ServiceDatabase } from '@orderflow/postgres-messaging/testing';
import type { DataSource } from 'typeorm';
import { windowedReader } from '../src/index.ts';
import { eventDatabase } from './event-database.ts';
import { noteCodec, notes, noteStore } from './note.ts';
import { openTransaction } from './open-transaction.ts';

describe('the windowed reader', () => {
  let database: ServiceDatabase;
  let app: DataSource;

  beforeEach(async () => {
    database = await eventDatabase();
    app = await database.connect('app', { poolSize: 16 });
  });
  afterEach(async () => {
    await database[Symbol.asyncDispose]();
  });

  /**
   * Any transaction of the server holds a reader back, also one of another suite in another database. Until all that could are over, an
   * event that was committed may rightly not be seen.
   */
  async function nobodyElseRuns() {
    await eventually(async () => {
      const { rows } = await autocommitSql(app).query<{ free: boolean | null }>({
        text: 'SELECT pg_snapshot_xmin(pg_current_snapshot()) > max(tx_id) AS free FROM events',
      });
      if (rows[0]?.free === false) throw new Error('an older transaction still runs');
    });
  }

  async function readAll(from: bigint, batch = 500) {
    await nobodyElseRuns();
    return readFrom(from, batch);
  }

  async function readFrom(from: bigint, batch = 500) {
    const windows = [];
    for await (const window of windowedReader(autocommitSql(app), { codec: noteCodec, from, batch })) {
      windows.push(window);
    }
    return {
      windows: windows.map(({ events }) => events.map(({ event }) => event.data)),
      texts: windows.flatMap(({ events }) => events.map(({ event }) => event.data)),
      next: windows.at(-1)?.nextTxId ?? from,
    };
  }
  // Any write gives a transaction its id; this one is the inbox row that handlers write.
  const takeId = (tx: Transaction) =>
    tx.sql.query({ text: `INSERT INTO inbox VALUES ($1, '', '', 'null')`, values: [randomUUID()] });

  it('finds nothing in an empty log, and later what was written', async () => {
    const { windows, next } = await readAll(0n);
    expect(windows).toEqual([[]]);
    await noteStore.over(app).append('s', 'any', notes('1'));
    expect((await readAll(next)).texts).toEqual(['1']);
  });

  it('sees a row that was inserted first and committed last, exactly once', async () => {
    const late = await openTransaction(app);
    await noteStore.within(late.tx).append('slow', 'no_stream', notes('inserted first'));
    await noteStore.over(app).append('quick', 'no_stream', notes('committed first'));

    const meanwhile = await readFrom(0n);
    expect(meanwhile.texts).toEqual([]);
    await late.commit();
    const afterwards = await readAll(meanwhile.next);
    expect(afterwards.texts).toEqual(['inserted first', 'committed first']);
    expect((await readAll(afterwards.next)).texts).toEqual([]);
  });

  it('reads v1 before v2 where the writer of v2 had taken its id early, while a third transaction runs', async () => {
    const third = await openTransaction(app);
    let runs = 0;
    await withTransaction(app, async (tx) => {
      runs += 1;
      await takeId(tx);
      if (runs === 1) {
        await takeId(third.tx);
        await noteStore.over(app).append('s', 'no_stream', notes('v1'));
      }
      await noteStore.within(tx).append('s', 1, notes('v2'));
    });
    // The first run's id was below the third's and v1's: a window up to the third would have held v2 alone.
    expect(runs).toBe(2);

    const meanwhile = await readFrom(0n, 1);
    await third.commit();
    const afterwards = await readAll(meanwhile.next, 1);
    expect([...meanwhile.texts, ...afterwards.texts]).toEqual(['v1', 'v2']);
  });

  it('is protected by a refusal that names 40001', async () => {
    const early = await openTransaction(app);
    await takeId(early.tx);
    await noteStore.over(app).append('s', 'no_stream', notes('v1'));
    await expect(noteStore.within(early.tx).append('s', 1, notes('v2'))).rejects.toMatchObject({
      code: '40001',
    });
    await early.rollBack();
  });

  it('has nobody refused where streams are locked before the first write', async () => {
    const append = (text: string) =>
      withTransaction(
        app,
        async (tx) => {
          await lockStreams(tx, ['s']);
          await takeId(tx);
          await noteStore.within(tx).append('s', 'any', notes(text));
        },
        { attempts: 1 },
      );
    const texts = Array.from({ length: 16 }, (_, index) => `${index}`);
    await Promise.all(texts.map(append));
    const recorded = await noteStore.over(app).read('s');
    expect((await readAll(0n, 3)).texts).toEqual(recorded.map(({ event }) => event.data));
  });

  it('splits no transaction over two windows', async () => {
    await noteStore.over(app).append('a', 'any', notes('1'));
    await noteStore.over(app).append('b', 'any', notes('2', '3', '4'));
    await noteStore.over(app).append('c', 'any', notes('5'));
    expect((await readAll(0n, 2)).windows).toEqual([['1', '2', '3', '4'], ['5']]);
    expect((await readAll(0n, 1)).windows).toEqual([['1'], ['2', '3', '4'], ['5'], []]);
  });

  it('misses and doubles nothing, and keeps each stream in order, while sixteen writers append', async () => {
    const streams = ['a', 'b', 'c', 'd'];
    const writers = Array.from({ length: 16 }, async (_, writer) => {
      for (let index = 0; index < 12; index += 1) {
        const streamId = streams[(writer + index) % streams.length] ?? 'a';
        await withTransaction(
          app,
          async (tx) => {
            // Half of the writers take their ids before the lock, and are refused at times.
            if (writer % 2 === 0) await takeId(tx);
            await noteStore.within(tx).append(streamId, 'any', notes(`${writer}.${index}`));
          },
          { attempts: 100 },
        );
      }
    });
    const seen: { readonly streamId: string; readonly version: number }[] = [];
    let next = 0n;
    const readOn = async () => {
      for await (const window of windowedReader(autocommitSql(app), {
        codec: noteCodec,
        from: next,
        batch: 7,
      })) {
        seen.push(...window.events);
        next = window.nextTxId;
      }
    };
    const written = Promise.all(writers);
    const state = { writing: true };
    const done = written.finally(() => {
      state.writing = false;
    });
    while (state.writing) await readOn();
    await done;
    await nobodyElseRuns();
    await readOn();

    expect(seen).toHaveLength(16 * 12);
    for (const streamId of streams) {
      const versions = seen.filter((event) => event.streamId === streamId).map(({ version }) => version);
      expect(versions).toEqual(Array.from({ length: 48 }, (_, index) => index + 1));
    }
  });
});
