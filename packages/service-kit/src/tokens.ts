/** Injection token of the process's `Logger`. */
export const LOGGER = Symbol('orderflow.logger');

/** Injection token of the process's `Metrics`. */
export const METRICS = Symbol('orderflow.metrics');

/** Injection token of the service's name, version and title. */
export const SERVICE = Symbol('orderflow.service');

/** Injection token of the `TokenVerifier`; absent in a service that authenticates by itself. */
export const TOKEN_VERIFIER = Symbol('orderflow.token-verifier');

/** What a service says about itself. */
export interface ServiceDescription {
  readonly name: string;
  readonly version: string;
  readonly description: string;
}
