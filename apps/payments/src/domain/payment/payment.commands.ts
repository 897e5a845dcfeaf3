import type { AuthorizeEffect, VoidEffect } from './payment.effects.ts';

/** What the provider answered when asked to hold an amount. A lost answer is none: the effect ledger resolves it first. */
export type AuthorizationOutcome =
  | { readonly kind: 'authorized'; readonly providerReference: string }
  /** The payer's side said no; `declineCode` is the reason in snake case. */
  | { readonly kind: 'declined'; readonly declineCode: string; readonly providerReference?: string }
  /** The provider will never take this request; `reason` is a code in snake case. */
  | { readonly kind: 'failed'; readonly reason: string };

/** Records the outcome of an authorisation. */
export interface RecordAuthorization {
  readonly type: 'RecordAuthorization';
  readonly effect: AuthorizeEffect;
  readonly outcome: AuthorizationOutcome;
  readonly at: string;
}

/** Records that the provider gave up what it held. */
export interface RecordVoid {
  readonly type: 'RecordVoid';
  readonly effect: VoidEffect;
  readonly at: string;
}

export type PaymentCommand = RecordAuthorization | RecordVoid;
