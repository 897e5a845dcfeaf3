/** What about an event or a header was wrong. */
export type ContractErrorCode =
  | 'UNKNOWN_EVENT_TYPE'
  | 'UNKNOWN_SCHEMA_VERSION'
  | 'INVALID_EVENT'
  | 'INVALID_HEADER'
  | 'UNKNOWN_TOPIC';

/** What crossed a border is not what the contract says. Trying again can't help. */
export class ContractError extends Error {
  override readonly name = 'ContractError';
  readonly code: ContractErrorCode;
  /** Where in the event or headers; empty when it is the whole. */
  readonly path: readonly PropertyKey[];

  constructor(
    code: ContractErrorCode,
    message: string,
    { path = [], ...options }: ErrorOptions & { path?: readonly PropertyKey[] } = {},
  ) {
    super(message, options);
    this.code = code;
    this.path = path;
  }
}
