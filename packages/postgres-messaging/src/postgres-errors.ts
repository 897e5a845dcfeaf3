import { DatabaseError } from 'pg';
import { QueryFailedError } from 'typeorm';

/**
 * The statement may succeed unchanged later: the server or the way to it failed, not the statement. Where the
 * connection was lost during a commit its outcome is unknown, so retry only what an inbox row, an idempotency key or
 * an expected version guards.
 */
export class PostgresUnavailableError extends Error {
  readonly code = 'POSTGRES_UNAVAILABLE';
  readonly retryable = true;
  readonly dependency = 'postgres';

  constructor(cause: unknown) {
    super('Postgres did not complete the statement', { cause });
    this.name = 'PostgresUnavailableError';
  }
}

/** Nothing was committed: every attempt ran into a serialization failure or a deadlock; the last one is the cause. */
export class TransactionConflictError extends Error {
  readonly code = 'TRANSACTION_CONFLICT';
  readonly retryable = true;
  readonly attempts: number;

  constructor(attempts: number, cause: unknown) {
    super(`The transaction conflicted with others in ${attempts} of ${attempts} attempts`, { cause });
    this.name = 'TransactionConflictError';
    this.attempts = attempts;
  }
}

/** Nothing was committed: the work returned although one of its statements had failed and aborted the transaction. */
export class TransactionAbortedError extends Error {
  readonly code = 'TRANSACTION_ABORTED';

  constructor() {
    super('A statement of the transaction failed and its error was not passed on');
    this.name = 'TransactionAbortedError';
  }
}

/** The caller used a transaction's client after the transaction had ended; the statement was not sent. */
export class TransactionEndedError extends Error {
  readonly code = 'TRANSACTION_ENDED';

  constructor() {
    super('The transaction has ended; a statement of it was not awaited');
    this.name = 'TransactionEndedError';
  }
}

/** The server's error beneath pg's or TypeORM's, or undefined where the error is not the server's. */
export function databaseError(error: unknown): DatabaseError | undefined {
  const cause = error instanceof QueryFailedError ? error.driverError : error;
  return cause instanceof DatabaseError ? cause : undefined;
}

// Classes and codes of https://www.postgresql.org/docs/18/errcodes-appendix.html that blame the moment.
const transientClasses = ['08', '53', '58'];
const transientStates = new Set([
  '25006', // read only: the connection still leads to a former primary
  '25P03', // idle in transaction for too long
  '25P04', // transaction timeout
  '40003', // completion unknown
  '55P03', // lock not available
  '57014', // statement timeout or cancelled
  '57P01', // administrator shuts down
  '57P02', // crash of another backend
  '57P03', // starting up
  '57P05', // idle session timeout
]);
const conflictStates = new Set(['40001', '40P01']);
const networkCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);

/** True for a serialization failure or a deadlock: the whole transaction may be run again at once. */
export function isTransactionConflict(error: unknown): boolean {
  return conflictStates.has(databaseError(error)?.code ?? '');
}

/**
 * True where the same work may succeed later: an unreachable, restarting, overloaded or timed-out server, or a
 * conflict with another transaction. Failures without a code (pg reports a lost connection so) are recognised at
 * the connection and arrive here as `PostgresUnavailableError`.
 */
export function isTransientPostgresError(error: unknown): boolean {
  if (error instanceof PostgresUnavailableError || error instanceof TransactionConflictError) return true;
  return isTransactionConflict(error) || blamesTheMoment(error);
}

/**
 * Gives transient failures their type and leaves every other error, and conflicts, as they are.
 * @param lost whether the connection broke before the failure was reported
 */
export function typedFailure(error: unknown, lost: boolean): unknown {
  if (error instanceof PostgresUnavailableError) return error;
  return lost || blamesTheMoment(error) ? new PostgresUnavailableError(error) : error;
}

function blamesTheMoment(error: unknown): boolean {
  const state = databaseError(error)?.code;
  if (state !== undefined) return transientStates.has(state) || transientClasses.includes(state.slice(0, 2));
  const cause: unknown = error instanceof QueryFailedError ? error.driverError : error;
  if (!(cause instanceof Error)) return false;
  // Node reports a host name with several addresses as one AggregateError whose code is the first attempt's.
  return 'code' in cause && typeof cause.code === 'string' && networkCodes.has(cause.code);
}
