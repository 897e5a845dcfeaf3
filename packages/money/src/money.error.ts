/** What an operation on money was refused for. */
export type MoneyErrorCode =
  | 'UNKNOWN_CURRENCY'
  | 'CURRENCY_MISMATCH'
  | 'NOT_AN_INTEGER'
  | 'OUT_OF_RANGE'
  | 'INVALID_DECIMAL'
  | 'INVALID_FRACTION'
  | 'INVALID_WEIGHTS';

/** An operation on money that has no exact answer. `code` says which rule it broke. */
export class MoneyError extends Error {
  override readonly name = 'MoneyError';
  readonly code: MoneyErrorCode;

  constructor(code: MoneyErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
