import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createDatabase, eventually } from '@orderflow/test-harness';
import type { DataSource } from 'typeorm';
import {
  autocommitSql,
  sqlMigration,
  twinsToWrite,
  twinTables,
  twinTablesMigration,
  twinTableStatements,
  withTransaction,
  type ServiceRoles,
  type SqlClient,
} from '../src/index.ts';
import { serviceDatabase, type ServiceDatabase } from '../src/testing/index.ts';

const migrations = (roles: ServiceRoles) => [
  sqlMigration('CreateThings1764000000001', [
    'CREATE TABLE things (id text PRIMARY KEY, size bigint NOT NULL, note text)',
    `GRANT SELECT, INSERT, UPDATE ON things TO "${roles.appRole}"`,
    `INSERT INTO things VALUES ('one', 1, NULL)`,
  ]),
  twinTablesMigration(roles),
  sqlMigration('GiveThingsATwin1764000000005', twinTableStatements('things', roles)),
];

describe('a read model in twin tables', () => {
  const resources = new AsyncDisposableStack();
  let database: ServiceDatabase;
  let owner: DataSource;
  let app: DataSource;
  let service: SqlClient;

  beforeAll(async () => {
    const { connection } = resources.use(await createDatabase('twins'));
    database = resources.use(await serviceDatabase({ connection, migrations }));
    owner = await database.connect('owner');
    app = await database.connect('app');
    service = autocommitSql(app);
  });
  afterAll(() => resources.disposeAsync());

  const twins = () => twinTables({ dataSource: owner, table: 'things', key: 'id' });
  /** What the service does with each event. */
  const project = (id: string, size: number | string) =>
    withTransaction(app, async (transaction) => {
      for (const table of await twinsToWrite(transaction, 'things'))
        await put(transaction.sql, table, id, size);
    });
  const put = async (sql: SqlClient, table: string, id: string, size: number | string, note?: string) => {
    await sql.query({
      text: `INSERT INTO ${table} VALUES ($1, $2, $3) ON CONFLICT (id) DO UPDATE SET size = excluded.size`,
      values: [id, size, note ?? null],
    });
  };
  const seen = async () => {
    const { rows } = await service.query<{ id: string; size: string }>({
      text: 'SELECT * FROM things ORDER BY id',
    });
    return rows.map(({ id, size }) => `${id}=${size}`);
  };
  /** Fills the shadow with these and lets it follow. */
  const fill = async (fillId: string, things: Readonly<Record<string, number | string>>) => {
    await twins().begin(fillId);
    await twins().fill(fillId, async (sql, table) => {
      for (const [id, size] of Object.entries(things)) await put(sql, table, id, size);
    });
    await twins().follow(fillId, async () => undefined);
  };

  beforeEach(async () => {
    const sql = autocommitSql(owner);
    await sql.query({
      text: `UPDATE twin_tables SET active = 'a', filled = 'a', state = 'idle', fill_id = NULL`,
    });
    await sql.query({ text: 'DELETE FROM things_a' });
    await sql.query({ text: 'DELETE FROM things_b' });
    await project('one', 1);
  });

  it('is seen whole under its own name, and written in one table', async () => {
    await project('two', 2);
    expect(await seen()).toEqual(['one=1', 'two=2']);
    expect((await service.query({ text: 'SELECT * FROM things_b' })).rows).toEqual([]);
  });

  it('gives its service no right to switch, fill, empty or delete', async () => {
    for (const text of [
      `UPDATE twin_tables SET active = 'b'`,
      `INSERT INTO twin_tables (name, active, filled) VALUES ('x', 'a', 'a')`,
      'DELETE FROM things_a',
      'TRUNCATE things_b',
      'DROP VIEW things',
    ]) {
      await expect(service.query({ text })).rejects.toMatchObject({ code: '42501' });
    }
  });

  it('is filled unseen, followed by every later write, switched to and back', async () => {
    await fill('f1', { one: 1, lost: 7 });
    await project('two', 2);
    expect(await seen()).toEqual(['one=1', 'two=2']);

    expect(await twins().switch('f1')).toEqual({ active: 'public.things_b', before: 'public.things_a' });
    await project('three', 3);
    expect(await seen()).toEqual(['lost=7', 'one=1', 'three=3', 'two=2']);

    expect(await twins().revert('f1')).toEqual({ active: 'public.things_a', before: 'public.things_b' });
    expect(await seen()).toEqual(['one=1', 'three=3', 'two=2']);
  });

  it('is compared in one snapshot, to the last unit, as many differences told as asked for', async () => {
    await fill('f1', { one: 1, lost: 7 });
    await project('big', '9007199254740993');
    await autocommitSql(owner).query({
      text: `UPDATE things_b SET size = size - 1, note = 'x' WHERE id = 'big'`,
    });
    await autocommitSql(owner).query({ text: `DELETE FROM things_b WHERE id = 'one'` });
    expect(await twins().compare(10)).toEqual({
      rows: 2,
      differing: 3,
      differences: [
        {
          key: 'big',
          live: { id: 'big', size: '9007199254740993', note: null },
          shadow: { id: 'big', size: '9007199254740992', note: 'x' },
        },
        { key: 'lost', live: null, shadow: { id: 'lost', size: '7', note: null } },
        { key: 'one', live: { id: 'one', size: '1', note: null }, shadow: null },
      ],
    });
    expect(await twins().compare(1)).toMatchObject({ differing: 3, differences: [{ key: 'big' }] });
    expect(await twins().compare(0)).toMatchObject({ differing: 3, differences: [] });
  });

  it('belongs to the fill that began last', async () => {
    await twins().begin('f1');
    await twins().begin('f2');
    const taken = { code: 'SHADOW_TAKEN' };
    await expect(twins().fill('f1', async () => undefined)).rejects.toMatchObject(taken);
    await expect(twins().follow('f1', async () => undefined)).rejects.toMatchObject(taken);
    await expect(twins().switch('f1')).rejects.toMatchObject(taken);
  });

  it('is switched only where it was filled to its end, and once', async () => {
    await twins().begin('f1');
    await expect(twins().switch('f1')).rejects.toMatchObject({ code: 'SHADOW_NOT_READY' });
    await twins().follow('f1', async () => undefined);
    await expect(twins().revert('f1')).rejects.toMatchObject({ code: 'NOT_ACTIVE' });
    await twins().switch('f1');
    await expect(twins().switch('f1')).rejects.toMatchObject({ code: 'ALREADY_ACTIVE' });
  });

  it('waits for a projection under way before it empties what that may still write', async () => {
    await fill('f1', { one: 1 });
    const writing = Promise.withResolvers<void>();
    const finish = Promise.withResolvers<void>();
    const projecting = withTransaction(app, async (transaction) => {
      const tables = await twinsToWrite(transaction, 'things');
      writing.resolve();
      await finish.promise;
      for (const table of tables) await put(transaction.sql, table, 'late', 9);
    });
    await writing.promise;
    const beginning = twins().begin('f2');
    await eventually(async () => {
      const { rows } = await autocommitSql(owner).query({
        text: `SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted`,
      });
      expect(rows).toHaveLength(1);
    });
    finish.resolve();
    await Promise.all([projecting, beginning]);
    expect(await seen()).toEqual(['late=9', 'one=1']);
    expect((await service.query({ text: 'SELECT * FROM things_b' })).rows).toEqual([]);
  });

  it('holds projections back while it catches up, and none of their writes is lost', async () => {
    await twins().begin('f1');
    const writes: Promise<void>[] = [];
    await twins().follow('f1', async (sql, table) => {
      writes.push(project('meanwhile', 4));
      await eventually(async () => {
        const { rows } = await autocommitSql(owner).query({
          text: `SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted`,
        });
        expect(rows).toHaveLength(1);
      });
      await put(sql, table, 'one', 1);
    });
    await Promise.all(writes);
    expect(await twins().compare(10)).toEqual({ rows: 2, differing: 0, differences: [] });
  });

  it('leaves the shadow as it was where catching up fails', async () => {
    await twins().begin('f1');
    const failure = new Error('failed by the test');
    const following = twins().follow('f1', async (sql, table) => {
      await put(sql, table, 'half', 1);
      throw failure;
    });
    await expect(following).rejects.toBe(failure);
    await project('two', 2);
    expect((await service.query({ text: 'SELECT * FROM things_b' })).rows).toEqual([]);
    await expect(twins().switch('f1')).rejects.toMatchObject({ code: 'SHADOW_NOT_READY' });
  });
});
