import type { AuthorizationOutcome } from '../domain/payment/payment.commands.ts';
import type { AuthorizeEffect } from '../domain/payment/payment.effects.ts';

/** What is sent to ask for an authorisation; amounts in minor units. */
export type AuthorizationRequest = Pick<AuthorizeEffect, 'amount' | 'currency' | 'method' | 'reference'>;

/** The request that an effect makes, and nothing besides: by it the ledger knows an effect again. */
export function authorizationRequest({
  amount,
  currency,
  method,
  reference,
}: AuthorizeEffect): AuthorizationRequest {
  return { amount, currency, method, reference };
}

/** How to call: under which idempotency key, and until when. */
export interface ProviderCall {
  /** The provider makes one effect of all calls with one key, for as long as it remembers the key. */
  readonly idempotencyKey: string;
  readonly signal: AbortSignal;
}

/**
 * A payment service provider. Each method rejects with `ProviderUnavailableError` where the answer is not known: the effect may have
 * happened, and the same call may be made again.
 */
export interface PaymentProvider {
  authorize(request: AuthorizationRequest, call: ProviderCall): Promise<AuthorizationOutcome>;
  /** Gives up what is held; also where that was done before. */
  void(providerReference: string, call: ProviderCall): Promise<void>;
  /** What became of an authorisation under our reference; undefined where the provider knows none. */
  findAuthorization(reference: string, signal: AbortSignal): Promise<AuthorizationOutcome | undefined>;
}

/** The provider gave no answer that says what happened. */
export class ProviderUnavailableError extends Error {
  readonly code = 'PROVIDER_UNAVAILABLE';
  readonly retryable = true;
  readonly dependency = 'payment provider';

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ProviderUnavailableError';
  }
}

/** The provider answered what it never should; a person must look. */
export class ProviderProtocolError extends Error {
  readonly code = 'PROVIDER_PROTOCOL';

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ProviderProtocolError';
  }
}
