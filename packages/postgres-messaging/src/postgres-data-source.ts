import { Socket } from 'node:net';
import type { PoolClient } from 'pg';
import { DataSource, type DataSourceOptions } from 'typeorm';

/** Where to connect, as whom, and how long to wait for what. */
export interface PostgresOptions {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
  /** Shown in pg_stat_activity. */
  readonly applicationName: string;
  /** Connections at most; 10 by default. */
  readonly poolSize?: number;
  /** The wait for a free or a new connection, milliseconds; 5,000 by default. */
  readonly connectTimeoutMs?: number;
  /** The server cancels a longer statement (lock waits included), milliseconds; 10,000 by default. */
  readonly statementTimeoutMs?: number;
  /** The server ends a transaction that waits longer for its client, milliseconds; 10,000 by default. */
  readonly idleInTransactionTimeoutMs?: number;
  /**
   * A connection is given up when the server says nothing for so long, milliseconds. By default 5,000 more than the
   * longest of the server's own limits and the pool's idle time (10,000), so that those speak first.
   */
  readonly silenceTimeoutMs?: number;
  readonly ssl?: boolean;
  readonly entities?: NonNullable<DataSourceOptions['entities']>;
  readonly migrations?: NonNullable<DataSourceOptions['migrations']>;
  /** Run pending migrations in `initialize()`; false by default. `migrate` is the way when several may start at once. */
  readonly migrationsRun?: boolean;
  /** Hears of idle connections that broke (the pool replaces them); TypeORM's logger by default. */
  readonly onPoolError?: (error: Error) => void;
}

/**
 * A TypeORM DataSource on which no call waits for ever: for a connection, for a statement, or for a server that went
 * silent (SIGSTOP, a dropped route). Each ends in `PostgresUnavailableError`. Not yet initialised.
 */
export function postgresDataSource(options: PostgresOptions): DataSource {
  const statementTimeoutMs = options.statementTimeoutMs ?? 10_000;
  const idleInTransactionTimeoutMs = options.idleInTransactionTimeoutMs ?? 10_000;
  const idleTimeoutMs = 10_000;
  const silenceMs =
    options.silenceTimeoutMs ??
    Math.max(statementTimeoutMs, idleInTransactionTimeoutMs, idleTimeoutMs) + 5_000;
  return new DataSource({
    type: 'postgres',
    host: options.host,
    port: options.port,
    username: options.user,
    password: options.password,
    database: options.database,
    ssl: options.ssl ?? false,
    applicationName: options.applicationName,
    poolSize: options.poolSize ?? 10,
    connectTimeoutMS: options.connectTimeoutMs ?? 5_000,
    entities: options.entities ?? [],
    migrations: options.migrations ?? [],
    migrationsRun: options.migrationsRun ?? false,
    migrationsTransactionMode: 'each',
    synchronize: false,
    ...(options.onPoolError && { poolErrorHandler: options.onPoolError }),
    extra: {
      statement_timeout: statementTimeoutMs,
      idle_in_transaction_session_timeout: idleInTransactionTimeoutMs,
      idleTimeoutMillis: idleTimeoutMs,
      keepAlive: true,
      // Locks are followed by reads that must see what their former holder committed.
      options: '-c default_transaction_isolation=read\\ committed',
      onConnect: (client: PoolClient) => endWhenSilent(client, silenceMs),
    },
  });
}

function endWhenSilent(client: PoolClient, silenceMs: number): void {
  const { stream } = client.connection;
  if (stream instanceof Socket) stream.setTimeout(silenceMs, () => stream.destroy());
}
