export { advisoryLockKeySql, lockStreams, tryLock, type LockNamespace } from './advisory-locks.ts';
export { autocommitSql } from './autocommit-sql.ts';
export { EffectNotBegunError, EffectRequestMismatchError } from './effect-ledger.errors.ts';
export { effectLedgerMigration } from './effect-ledger.migration.ts';
export {
  effectLedger,
  type BegunEffect,
  type EffectId,
  type EffectLedger,
  type EffectRequest,
  type KnownEffect,
  type Settlement,
  type UnresolvedEffect,
} from './effect-ledger.ts';
export { idempotencyKeysMigration } from './idempotency-keys.migration.ts';
export {
  idempotencyKeys,
  type IdempotencyClaim,
  type IdempotencyKey,
  type IdempotencyKeys,
  type IdempotentAnswer,
} from './idempotency-keys.ts';
export { inboxMigration } from './inbox.migration.ts';
export { handleOnce, type Handled, type InboxInput } from './inbox.ts';
export { maxOutcomeBytes, OutcomeTooLargeError, type JsonValue } from './json-text.ts';
export { migrate } from './migrate.ts';
export {
  IrreversibleMigrationError,
  quotedIdentifier,
  sqlMigration,
  type MigrationClass,
  type ServiceRoles,
} from './migration.ts';
export { NoPostgresPoolError } from './postgres-connection.ts';
export { postgresDataSource, type PostgresOptions } from './postgres-data-source.ts';
export {
  databaseError,
  isTransactionConflict,
  isTransientPostgresError,
  PostgresUnavailableError,
  TransactionAbortedError,
  TransactionConflictError,
  TransactionEndedError,
} from './postgres-errors.ts';
export { postgresAddress, PostgresUrlError } from './postgres-url.ts';
export type { SqlClient, SqlResult, SqlStatement } from './sql-client.ts';
export { withTransaction, type Transaction, type TransactionOptions } from './transaction.ts';
export type { RowText, TwinComparison, TwinDifference } from './twin-tables/compare-twins.ts';
export { TwinTablesError, type TwinTablesErrorCode } from './twin-tables/twin-tables.errors.ts';
export { twinTablesMigration, twinTableStatements } from './twin-tables/twin-tables.migration.ts';
export {
  twinTables,
  type TwinSwitch,
  type TwinTables,
  type TwinTablesOptions,
} from './twin-tables/twin-tables.ts';
export { twinsToWrite } from './twin-tables/twins-to-write.ts';
