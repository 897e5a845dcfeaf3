/** What went wrong between us and Connect. */
export type ConnectErrorCode =
  /** Connect could not be reached, or is rebalancing. */
  | 'CONNECT_UNAVAILABLE'
  /** Connect refused what it was asked. */
  | 'CONNECT_REFUSED'
  /** The connector or a task of it is FAILED. */
  | 'CONNECTOR_FAILED'
  /** The connector did not run before the deadline. */
  | 'CONNECTOR_NOT_RUNNING';

/** A request to Kafka Connect, or the connector that it was about, failed. */
export class ConnectError extends Error {
  readonly code: ConnectErrorCode;
  /** Whether the same request may succeed later. */
  readonly retryable: boolean;

  constructor(code: ConnectErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.retryable = code === 'CONNECT_UNAVAILABLE';
  }
}
