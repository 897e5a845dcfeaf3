/** One SQL statement; with a `name` the connection prepares it once and afterwards only binds and executes it. */
export interface SqlStatement {
  /** Unique per `text`: pg refuses a second text under a name that a connection already knows. */
  readonly name?: string;
  readonly text: string;
  readonly values?: readonly unknown[];
}

/** What a statement returned: int8 and numeric as strings, int4 as numbers, timestamps as `Date` (pg's defaults). */
export interface SqlResult<R> {
  readonly rows: readonly R[];
  /** Rows returned or changed; null for commands without a count. */
  readonly rowCount: number | null;
}

/**
 * Runs statements one at a time, each a single round trip; whether they share a transaction is decided by whoever
 * made the client (`withTransaction` or `autocommitSql`).
 */
export interface SqlClient {
  /**
   * Rejects with `PostgresUnavailableError` where the failure says nothing about the statement, with pg's own
   * `DatabaseError` otherwise.
   */
  query<R>(statement: SqlStatement): Promise<SqlResult<R>>;
}
