import type { DataSource } from 'typeorm';
import { connected, pgPool, WatchedConnection } from './postgres-connection.ts';
import { isTransactionConflict, TransactionConflictError } from './postgres-errors.ts';
import type { SqlClient, SqlResult, SqlStatement } from './sql-client.ts';

/**
 * Each statement is its own committed transaction when its promise resolves, on whichever pooled pg connection is
 * free; TypeORM's query path is not involved. Waits for a connection up to the pool's connection timeout.
 * Rejects with `TransactionConflictError` where the single statement met a conflict.
 */
export function autocommitSql(dataSource: DataSource): SqlClient {
  return {
    async query<R>(statement: SqlStatement): Promise<SqlResult<R>> {
      const pool = pgPool(dataSource);
      const client = await connected(pool, () => pool.connect());
      const connection = new WatchedConnection(client);
      try {
        return await connection.query<R>(statement);
      } catch (error) {
        throw isTransactionConflict(error) ? new TransactionConflictError(1, error) : error;
      } finally {
        connection.unwatch();
        client.release();
      }
    },
  };
}
