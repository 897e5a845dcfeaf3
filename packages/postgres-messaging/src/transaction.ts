import { setTimeout as delay } from 'node:timers/promises';
import type { PoolClient } from 'pg';
import type { DataSource, EntityManager, QueryRunner } from 'typeorm';
import { fullJitter } from './full-jitter.ts';
import { connected, pgPool, WatchedConnection } from './postgres-connection.ts';
import {
  isTransactionConflict,
  PostgresUnavailableError,
  TransactionAbortedError,
  TransactionConflictError,
  TransactionEndedError,
  typedFailure,
} from './postgres-errors.ts';
import type { SqlClient, SqlResult, SqlStatement } from './sql-client.ts';

/** One open READ COMMITTED transaction, seen as raw SQL and as TypeORM's manager: both speak on one connection. */
export interface Transaction {
  readonly sql: SqlClient;
  readonly manager: EntityManager;
}

/** How often and how soon a transaction that met a conflict runs again. */
export interface TransactionOptions {
  /** How often the work may run in all; 5 by default. */
  readonly attempts?: number;
  /** The jitter's first range in milliseconds; 5 by default, doubled with each attempt up to 200. */
  readonly baseDelayMs?: number;
  /** In [0, 1); only the length of the waits depends on it. `Math.random` by default. */
  readonly random?: () => number;
  /** Ends the wait between two attempts with the signal's reason. */
  readonly signal?: AbortSignal;
}

const maxDelayMs = 200;

/**
 * Commits all that `work` wrote or nothing of it. A serialization failure (40001) or deadlock (40P01) runs the whole
 * work again in a new transaction, so it must have no effect outside of it.
 *
 * The level must be READ COMMITTED, the server's default: the locks of `lockStreams` are followed by reads that see
 * what their former holder committed. (Naming the level would cost a round trip; `postgresDataSource` sets it.)
 *
 * @throws TransactionConflictError after the last attempt; PostgresUnavailableError on a lost connection or timeout
 *   (its commit may have happened); TransactionAbortedError where `work` hid a failed statement; else what `work` threw.
 */
export async function withTransaction<T>(
  dataSource: DataSource,
  work: (tx: Transaction) => Promise<T>,
  options: TransactionOptions = {},
): Promise<T> {
  const { attempts = 5, baseDelayMs = 5, random = Math.random, signal } = options;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await runOnce(dataSource, work);
    } catch (error) {
      if (!isTransactionConflict(error)) throw error;
      if (attempt >= attempts) throw new TransactionConflictError(attempt, error);
      await delay(fullJitter(attempt, baseDelayMs, maxDelayMs, random()), undefined, signal && { signal });
    }
  }
}

async function runOnce<T>(dataSource: DataSource, work: (tx: Transaction) => Promise<T>): Promise<T> {
  const pool = pgPool(dataSource);
  const runner = dataSource.createQueryRunner();
  const client: PoolClient = await connected(pool, () => runner.connect());
  const connection = new WatchedConnection(client);
  const sql = new TransactionSql(connection);
  try {
    await runner.startTransaction();
    const result = await work({ sql, manager: runner.manager });
    await commit(client);
    return result;
  } catch (error) {
    await rollBack(runner, error);
    throw typedFailure(error, connection.lost);
  } finally {
    sql.end();
    connection.unwatch();
    await runner.release();
  }
}

// Not by the runner, which drops the answer: COMMIT of an aborted transaction succeeds, rolls back and says ROLLBACK.
// (pg's own transaction status lags behind an error by a message.)
async function commit(client: PoolClient): Promise<void> {
  const { command } = await client.query('COMMIT');
  if (command !== 'COMMIT') throw new TransactionAbortedError();
}

// TypeORM releases a runner whose connection broke; the server then rolls back by itself.
async function rollBack(runner: QueryRunner, reason: unknown): Promise<void> {
  if (runner.isReleased || !runner.isTransactionActive || reason instanceof TransactionAbortedError) return;
  try {
    await runner.rollbackTransaction();
  } catch (error) {
    throw new PostgresUnavailableError(
      new AggregateError([reason, error], 'The transaction was not rolled back'),
    );
  }
}

// A forgotten await must not reach the connection when the pool has lent it to somebody else.
class TransactionSql implements SqlClient {
  private readonly connection: WatchedConnection;
  private ended = false;

  constructor(connection: WatchedConnection) {
    this.connection = connection;
  }

  async query<R>(statement: SqlStatement): Promise<SqlResult<R>> {
    if (this.ended) throw new TransactionEndedError();
    return this.connection.query<R>(statement);
  }

  end(): void {
    this.ended = true;
  }
}
