import { connect, createServer, type Socket } from 'node:net';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@orderflow/test-harness';
import type { DataSource } from 'typeorm';
import {
  autocommitSql,
  isTransientPostgresError,
  postgresDataSource,
  withTransaction,
} from '../src/index.ts';
import type { ServiceDatabase } from '../src/testing/index.ts';
import { messagingDatabase } from './messaging-database.ts';

const unavailable = { code: 'POSTGRES_UNAVAILABLE', retryable: true };

describe('a Postgres that does not complete a statement', () => {
  let database: ServiceDatabase;
  let admin: DataSource;
  let dataSource: DataSource;

  beforeAll(async () => {
    database = await messagingDatabase();
    admin = await database.connect('admin');
    dataSource = await database.connect('app', { statementTimeoutMs: 150 });
  });
  afterAll(async () => {
    await database[Symbol.asyncDispose]();
  });

  const sleepers = async (select: string) => {
    const text = `SELECT ${select} FROM pg_stat_activity WHERE application_name = 'cut' AND query = 'SELECT pg_sleep(30)'`;
    return (await autocommitSql(admin).query({ text })).rowCount;
  };

  it('is unavailable after the statement timeout, and works on', async () => {
    await expect(autocommitSql(dataSource).query({ text: 'SELECT pg_sleep(5)' })).rejects.toMatchObject({
      ...unavailable,
      cause: { code: '57014' },
    });
    expect((await autocommitSql(dataSource).query({ text: 'SELECT 1 AS one' })).rows).toEqual([{ one: 1 }]);
  });

  it('is unavailable to a transaction too, by raw SQL and by manager', async () => {
    const raw = withTransaction(dataSource, (tx) => tx.sql.query({ text: 'SELECT pg_sleep(5)' }));
    await expect(raw).rejects.toMatchObject(unavailable);
    const byManager = withTransaction(dataSource, (tx) => tx.manager.query('SELECT pg_sleep(5)'));
    await expect(byManager).rejects.toMatchObject(unavailable);
  });

  it('is unavailable when the connection is cut, in a transaction and out of one, and works on', async () => {
    const patient = await database.connect('app', { applicationName: 'cut' });
    const running = [
      autocommitSql(patient).query({ text: 'SELECT pg_sleep(30)' }),
      withTransaction(patient, (tx) => tx.sql.query({ text: 'SELECT pg_sleep(30)' })),
      withTransaction(patient, (tx) => tx.manager.query('SELECT pg_sleep(30)')),
    ];
    const outcomes = Promise.allSettled(running);
    await eventually(async () => expect(await sleepers('pid')).toBe(3));
    await sleepers('pg_terminate_backend(pid)');
    for (const outcome of await outcomes) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: unavailable });
    }
    // The pool may still hold a connection whose end it hasn't been told of; a caller that tries again gets another.
    await eventually(async () => {
      const { rows } = await autocommitSql(patient).query({ text: 'SELECT 1 AS one' });
      expect(rows).toEqual([{ one: 1 }]);
    });
  });

  it('is unavailable when a connection breaks without a word between two statements of a transaction', async () => {
    const proxy = await proxyTo(database.options('app'));
    const proxied = await database.connect('app', { host: '127.0.0.1', port: proxy.port });
    const work = withTransaction(proxied, async (tx) => {
      await tx.sql.query({ text: 'SELECT 1' });
      proxy.cut();
      await tx.sql.query({ text: 'SELECT 2' });
    });
    await expect(work).rejects.toMatchObject(unavailable);
    await proxied.destroy();
    proxy.close();
  });

  it('is unavailable when it has gone silent', async () => {
    const proxy = await proxyTo(database.options('app'));
    const proxied = await database.connect('app', {
      host: '127.0.0.1',
      port: proxy.port,
      silenceTimeoutMs: 200,
    });
    const work = withTransaction(proxied, async (tx) => {
      await tx.sql.query({ text: 'SELECT 1' });
      proxy.silence();
      await tx.sql.query({ text: 'SELECT 2' });
    });
    await expect(work).rejects.toMatchObject(unavailable);
    await proxied.destroy();
    proxy.cut();
    proxy.close();
  });

  it('is unavailable when nobody listens', async () => {
    const proxy = await proxyTo(database.options('app'));
    const proxied = await database.connect('app', { host: '127.0.0.1', port: proxy.port });
    proxy.cut();
    proxy.close();
    await expect(autocommitSql(proxied).query({ text: 'SELECT 1' })).rejects.toMatchObject(unavailable);
    await expect(withTransaction(proxied, async () => 1)).rejects.toMatchObject(unavailable);
  });

  it('is unavailable when no connection of the pool becomes free', async () => {
    const narrow = await database.connect('app', { poolSize: 1, connectTimeoutMs: 100 });
    await withTransaction(narrow, async () => {
      await expect(autocommitSql(narrow).query({ text: 'SELECT 1' })).rejects.toMatchObject(unavailable);
    });
  });

  it('is not unavailable, but wrongly used, where the statement or the login is wrong', async () => {
    await expect(autocommitSql(dataSource).query({ text: 'SELECT nothing' })).rejects.toMatchObject({
      code: '42703',
    });
    const cyclic: Record<string, unknown> = {};
    cyclic.self = cyclic;
    await expect(
      autocommitSql(dataSource).query({ text: 'SELECT $1', values: [cyclic] }),
    ).rejects.not.toMatchObject(unavailable);
    const stranger = postgresDataSource({ ...database.options('app'), password: 'wrong' });
    await expect(stranger.initialize()).rejects.toMatchObject({ code: '28P01' });
    await expect(autocommitSql(stranger).query({ text: 'SELECT 1' })).rejects.toMatchObject({
      code: 'NO_POSTGRES_POOL',
    });
  });

  it('is told from a fault of the statement', async () => {
    const failure = (text: string) =>
      autocommitSql(dataSource)
        .query({ text })
        .catch((error: unknown) => error);
    expect(isTransientPostgresError(await failure('SELECT pg_sleep(5)'))).toBe(true);
    expect(isTransientPostgresError(await failure('SELECT 1/0'))).toBe(false);
    expect(isTransientPostgresError(new TypeError('bug'))).toBe(false);
    expect(isTransientPostgresError(Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }))).toBe(
      true,
    );
  });
});

interface Proxy {
  readonly port: number;
  cut(): void;
  /** Connections stay open and nothing more comes from the server. */
  silence(): void;
  close(): void;
}

async function proxyTo({ host, port }: { readonly host: string; readonly port: number }): Promise<Proxy> {
  const sockets = new Set<Socket>();
  const upstreams = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(port, host);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
    }
    upstreams.add(upstream);
    client.pipe(upstream).pipe(client);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('The proxy has no port');
  return {
    port: address.port,
    cut: () => sockets.forEach((socket) => socket.destroy()),
    silence: () => upstreams.forEach((socket) => socket.unpipe()),
    close: () => server.close(),
  };
}
