import type { ChargeRequest } from './charge.ts';

interface Keyed {
  readonly idempotencyKey: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

export interface ChargeMade extends Keyed, ChargeRequest {
  readonly type: 'charge-made';
  readonly chargeId: string;
  readonly declineCode?: string | undefined;
}

export interface ChargeVoided extends Keyed {
  readonly type: 'charge-voided';
  readonly chargeId: string;
}

/** The one failed attempt of a key that `pm_card_error_once` promises; no effect. */
export interface AttemptFailed extends Keyed {
  readonly type: 'attempt-failed';
}

/** One fact of the provider's journal; all of its state follows from these in order. */
export type JournalEntry = ChargeMade | ChargeVoided | AttemptFailed;
