import type { JsonValue, Settlement } from '@orderflow/postgres-messaging';
import { z } from 'zod';
import type { AuthorizationOutcome } from '../domain/payment/payment.commands.ts';

const authorization = z.object({
  at: z.string(),
  outcome: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('authorized'), providerReference: z.string() }),
    z.object({
      kind: z.literal('declined'),
      declineCode: z.string(),
      providerReference: z.string().exactOptional(),
    }),
    z.object({ kind: z.literal('failed'), reason: z.string() }),
  ]),
});
const voided = z.object({ at: z.string() });

/** What was answered and when: what a redelivery records is to the letter what the first delivery recorded. */
export interface SettledAuthorization {
  readonly outcome: AuthorizationOutcome;
  readonly at: string;
}

/** An authorisation's outcome as the ledger keeps it. */
export function authorizationSettlement(outcome: AuthorizationOutcome, at: string): Settlement {
  const reference = 'providerReference' in outcome ? { providerReference: outcome.providerReference } : {};
  return { ...reference, outcome: { at, outcome: { ...outcome } } };
}

/** Reads it back. @throws ZodError where the ledger holds something else */
export function settledAuthorization(outcome: JsonValue): SettledAuthorization {
  return authorization.parse(outcome);
}

/** A void as the ledger keeps it. */
export function voidSettlement(providerReference: string, at: string): Settlement {
  return { providerReference, outcome: { at } };
}

/** Reads back when it was. @throws ZodError where the ledger holds something else */
export function settledVoid(outcome: JsonValue): string {
  return voided.parse(outcome).at;
}
