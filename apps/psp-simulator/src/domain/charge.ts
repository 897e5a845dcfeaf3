/** What a merchant asks for. The method of a test card says how the provider behaves; any unknown one is declined. */
export interface ChargeRequest {
  /** Minor units. */
  readonly amount: number;
  readonly currency: string;
  readonly method: string;
  /** The merchant's own name for the charge, by which it can be looked up; not unique. */
  readonly reference: string;
}

/** One effect on a charge, with the key of the request that caused it. */
export interface ChargeEffect {
  readonly type: 'authorized' | 'declined' | 'voided';
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly idempotencyKey: string;
}

export type ChargeStatus = ChargeEffect['type'];

/** A charge as the provider keeps it; its status is that of its last effect. */
export interface Charge extends ChargeRequest {
  readonly id: string;
  readonly status: ChargeStatus;
  readonly declineCode?: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly history: readonly ChargeEffect[];
}

/** The test cards and what each provokes. */
export const methods = {
  ok: 'pm_card_ok',
  declined: 'pm_card_declined',
  slow: 'pm_card_slow',
  timeoutAfterEffect: 'pm_card_timeout_after_effect',
  errorOnce: 'pm_card_error_once',
} as const;

const DECLINED = 'card_declined';
const UNKNOWN_METHOD = 'unknown_payment_method';

/** Says why a method is declined; `undefined` where it is authorised. */
export function declineCodeOf(method: string): string | undefined {
  if (method === methods.declined) return DECLINED;
  const known: readonly string[] = Object.values(methods);
  return known.includes(method) ? undefined : UNKNOWN_METHOD;
}
