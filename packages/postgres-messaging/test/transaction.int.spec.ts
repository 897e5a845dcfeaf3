import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { autocommitSql, lockStreams, type Transaction, tryLock, withTransaction } from '../src/index.ts';
import type { ServiceDatabase } from '../src/testing/index.ts';
import { barrier } from './barrier.ts';
import { messagingDatabase } from './messaging-database.ts';

describe('a transaction', () => {
  let database: ServiceDatabase;
  let dataSource: DataSource;

  beforeAll(async () => {
    database = await messagingDatabase();
    dataSource = await database.connect('owner');
    await autocommitSql(dataSource).query({
      text: 'CREATE TABLE counters (name text PRIMARY KEY, value int)',
    });
  });
  afterAll(async () => {
    await database[Symbol.asyncDispose]();
  });
  beforeEach(async () => {
    await autocommitSql(dataSource).query({ text: `DELETE FROM counters` });
    await autocommitSql(dataSource).query({ text: `INSERT INTO counters VALUES ('a', 0), ('b', 0)` });
  });

  const add = (tx: Transaction, name: string) =>
    tx.sql.query({
      name: 'add',
      text: 'UPDATE counters SET value = value + 1 WHERE name = $1',
      values: [name],
    });
  const counters = async () => {
    const { rows } = await autocommitSql(dataSource).query({ text: 'SELECT * FROM counters ORDER BY name' });
    return rows;
  };

  it('commits raw SQL and what the manager wrote as one', async () => {
    const inside = await withTransaction(dataSource, async (tx) => {
      await add(tx, 'a');
      return tx.manager.query(
        `UPDATE counters SET value = 5 WHERE name = 'b' RETURNING (SELECT value FROM counters WHERE name = 'a') AS a`,
      );
    });
    expect(inside).toEqual([[{ a: 1 }], 1]);
    expect(await counters()).toEqual([
      { name: 'a', value: 1 },
      { name: 'b', value: 5 },
    ]);
  });

  it('rolls all back when the work throws, and passes its error on', async () => {
    const reason = new Error('no');
    const work = withTransaction(dataSource, async (tx) => {
      await add(tx, 'a');
      throw reason;
    });
    await expect(work).rejects.toBe(reason);
    expect(await counters()).toContainEqual({ name: 'a', value: 0 });
  });

  it('does not report a commit where the work hid a failed statement', async () => {
    const work = withTransaction(dataSource, async (tx) => {
      await add(tx, 'a');
      await tx.sql.query({ text: 'SELECT 1/0' }).catch((error: unknown) => error);
    });
    await expect(work).rejects.toMatchObject({ code: 'TRANSACTION_ABORTED' });
    expect(await counters()).toContainEqual({ name: 'a', value: 0 });
  });

  it('sends nothing once it has ended', async () => {
    const ended = await withTransaction(dataSource, async (tx) => tx);
    await expect(ended.sql.query({ text: 'SELECT 1' })).rejects.toMatchObject({ code: 'TRANSACTION_ENDED' });
  });

  it('is read committed, whatever the database prefers', async () => {
    await autocommitSql(dataSource).query({
      text: `ALTER DATABASE ${database.options('owner').database} SET default_transaction_isolation = 'serializable'`,
    });
    const fresh = await database.connect('app');
    const level = await withTransaction(fresh, (tx) => tx.sql.query({ text: 'SHOW transaction_isolation' }));
    expect(level.rows).toEqual([{ transaction_isolation: 'read committed' }]);
  });

  it('runs again after a deadlock, until both have committed', async () => {
    const bothHoldOne = barrier(2);
    let runs = 0;
    const transfer = (first: string, second: string) =>
      withTransaction(dataSource, async (tx) => {
        runs += 1;
        await add(tx, first);
        await bothHoldOne();
        await add(tx, second);
      });
    await Promise.all([transfer('a', 'b'), transfer('b', 'a')]);
    expect(runs).toBe(3);
    expect(await counters()).toEqual([
      { name: 'a', value: 2 },
      { name: 'b', value: 2 },
    ]);
  });

  it('gives up on conflicts after its attempts with an error that may be retried', async () => {
    let runs = 0;
    const work = withTransaction(
      dataSource,
      async (tx) => {
        runs += 1;
        await tx.sql.query({ text: `DO $$ BEGIN RAISE serialization_failure; END $$` });
      },
      { attempts: 3, random: () => 0 },
    );
    await expect(work).rejects.toMatchObject({
      code: 'TRANSACTION_CONFLICT',
      retryable: true,
      attempts: 3,
      cause: { code: '40001' },
    });
    expect(runs).toBe(3);
  });

  it('retries a conflict that came through the manager', async () => {
    let runs = 0;
    await withTransaction(dataSource, async (tx) => {
      runs += 1;
      if (runs === 1) await tx.manager.query(`DO $$ BEGIN RAISE deadlock_detected; END $$`);
    });
    expect(runs).toBe(2);
  });

  describe('its advisory locks', () => {
    it('serialise transactions on one stream, in whatever order the streams are named', async () => {
      const streams = ['s1', 's2', 's3'];
      await Promise.all(
        Array.from({ length: 12 }, (_, index) =>
          withTransaction(
            dataSource,
            async (tx) => {
              await lockStreams(tx, index % 2 === 0 ? streams : streams.toReversed());
              const { rows } = await tx.sql.query<{ value: number }>({
                text: `SELECT value FROM counters WHERE name = 'a'`,
              });
              // A lost update unless the lock holds from before the read to the commit.
              await tx.sql.query({
                text: `UPDATE counters SET value = $1 WHERE name = 'a'`,
                values: [(rows[0]?.value ?? 0) + 1],
              });
            },
            { attempts: 1 },
          ),
        ),
      );
      expect(await counters()).toContainEqual({ name: 'a', value: 12 });
    });

    it('are tried without waiting, told apart by namespace and released by the end', async () => {
      await withTransaction(dataSource, async (holder) => {
        expect(await tryLock(holder, 'job', 'nightly')).toBe(true);
        await withTransaction(dataSource, async (other) => {
          expect(await tryLock(other, 'job', 'nightly')).toBe(false);
          expect(await tryLock(other, 'task', 'nightly')).toBe(true);
        });
      });
      await withTransaction(dataSource, async (next) =>
        expect(await tryLock(next, 'job', 'nightly')).toBe(true),
      );
    });
  });
});
