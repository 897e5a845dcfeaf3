import { DatabaseError, type Pool, type PoolClient, type QueryConfig, type QueryResult } from 'pg';
import type { DataSource } from 'typeorm';
import { PostgresUnavailableError, typedFailure } from './postgres-errors.ts';
import type { SqlResult, SqlStatement } from './sql-client.ts';

/** The DataSource is not initialised, or not a Postgres one: a mistake of the composition root. */
export class NoPostgresPoolError extends Error {
  readonly code = 'NO_POSTGRES_POOL';

  constructor() {
    super('The DataSource has no pg pool: it is not initialised, was destroyed, or is not of type postgres');
    this.name = 'NoPostgresPoolError';
  }
}

/**
 * The pg pool beneath a DataSource (TypeORM 1.1 keeps it as `driver.master`). Asked for at each use, since
 * `destroy()` and `initialize()` replace it.
 */
export function pgPool(dataSource: DataSource): Pool {
  const { driver } = dataSource;
  const pool: unknown = 'master' in driver ? driver.master : undefined;
  if (!isPool(pool)) throw new NoPostgresPoolError();
  return pool;
}

// By shape, since pg gives every load of the module a Pool class of its own.
function isPool(value: unknown): value is Pool {
  return (
    typeof value === 'object' &&
    value !== null &&
    'connect' in value &&
    'totalCount' in value &&
    'ending' in value
  );
}

/** Runs an attempt to get a connection and types its failure: without one, only the server's own no is final. */
export async function connected<C>(pool: Pool, connect: () => Promise<C>): Promise<C> {
  try {
    return await connect();
  } catch (error) {
    if (error instanceof DatabaseError || pool.ending) throw typedFailure(error, false);
    throw new PostgresUnavailableError(error);
  }
}

/**
 * A checked-out connection that remembers its loss. pg reports a loss as an Error without a code to the running
 * query, and as an `error` event to the client first; the event is what tells it from a misused query. The listener
 * is needed besides: without one the event would end the process.
 */
export class WatchedConnection {
  private readonly client: PoolClient;
  private loss: Error | undefined;
  private readonly onError = (error: Error): void => {
    this.loss = error;
  };

  constructor(client: PoolClient) {
    this.client = client;
    client.on('error', this.onError);
  }

  get lost(): boolean {
    return this.loss !== undefined;
  }

  async query<R>(statement: SqlStatement): Promise<SqlResult<R>> {
    try {
      const config: QueryConfig = {
        name: statement.name,
        text: statement.text,
        values: [...(statement.values ?? [])],
      };
      const result: QueryResult = await this.client.query(config);
      return result;
    } catch (error) {
      throw typedFailure(error, this.lost);
    }
  }

  unwatch(): void {
    this.client.off('error', this.onError);
  }
}
