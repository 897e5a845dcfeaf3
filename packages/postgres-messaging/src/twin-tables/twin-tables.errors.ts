/** Why a step of a rebuild is refused; nothing was written. */
export type TwinTablesErrorCode =
  /** Another fill has begun since. */
  | 'SHADOW_TAKEN'
  /** The shadow doesn't hold everything: it was never filled to its end. */
  | 'SHADOW_NOT_READY'
  /** Readers see the filled table already. */
  | 'ALREADY_ACTIVE'
  /** Readers don't see the filled table, so there is nothing to go back from. */
  | 'NOT_ACTIVE'
  /** No such table was declared by a migration. */
  | 'UNKNOWN_TWIN_TABLES';

/** A step of a rebuild that has no place in the state the twin tables are in. */
export class TwinTablesError extends Error {
  readonly code: TwinTablesErrorCode;
  readonly retryable = false;

  constructor(code: TwinTablesErrorCode, message: string) {
    super(message);
    this.name = 'TwinTablesError';
    this.code = code;
  }
}
