import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createDatabase, type TestDatabase } from '@orderflow/test-harness';
import type { DataSource } from 'typeorm';
import { autocommitSql, migrate, postgresDataSource, sqlMigration } from '../src/index.ts';
import type { ServiceDatabase } from '../src/testing/index.ts';
import { messagingDatabase } from './messaging-database.ts';

describe("the service's role", () => {
  let database: ServiceDatabase;
  let app: DataSource;

  beforeAll(async () => {
    database = await messagingDatabase();
    app = await database.connect('app');
  });
  afterAll(async () => {
    await database[Symbol.asyncDispose]();
  });

  it.each([
    `UPDATE inbox SET outcome = '1'`,
    'DELETE FROM inbox',
    'TRUNCATE inbox',
    'DELETE FROM effects',
    `UPDATE effects SET key = 'another'`,
    `UPDATE effects SET request_hash = 'another'`,
    'UPDATE effects SET started_at = now()',
    'UPDATE idempotency_keys SET status = 200',
    'CREATE TABLE mine (a int)',
    'ALTER TABLE inbox DISABLE TRIGGER ALL',
  ])('may not %s', async (text) => {
    await expect(autocommitSql(app).query({ text })).rejects.toMatchObject({ code: '42501' });
  });
});

describe('migrations', () => {
  const create = sqlMigration('CreateThing1764000000100', [
    'CREATE TABLE thing (a int)',
    // Long enough for the others to arrive meanwhile.
    'SELECT pg_sleep(0.2)',
  ]);
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createDatabase('migrations');
  });
  afterAll(async () => {
    await database[Symbol.asyncDispose]();
  });

  it('run once where three instances start at the same time', async () => {
    const ran = await Promise.all(
      [1, 2, 3].map(async (instance) => {
        const dataSource = postgresDataSource({
          ...database.connection,
          applicationName: `instance-${instance}`,
          migrations: [create],
        });
        await dataSource.initialize();
        try {
          return await migrate(dataSource);
        } finally {
          await dataSource.destroy();
        }
      }),
    );
    expect(ran.flat()).toEqual(['CreateThing1764000000100']);
  });

  it('are not undone', async () => {
    const dataSource = postgresDataSource({
      ...database.connection,
      applicationName: 'undo',
      migrations: [create],
    });
    await dataSource.initialize();
    await expect(dataSource.undoLastMigration()).rejects.toMatchObject({ code: 'IRREVERSIBLE_MIGRATION' });
    await dataSource.destroy();
  });
});
