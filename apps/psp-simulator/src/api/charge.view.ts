import { z } from 'zod';
import type { Charge } from '../domain/charge.ts';

const status = z.enum(['authorized', 'declined', 'voided']);

/** A charge as the API shows it; times are RFC 3339 UTC. */
export const chargeView = z.object({
  id: z.string(),
  status,
  declineCode: z.string().optional(),
  amount: z.int(),
  currency: z.string(),
  method: z.string(),
  reference: z.string(),
  createdAt: z.iso.datetime(),
  history: z.array(z.object({ type: status, at: z.iso.datetime(), idempotencyKey: z.string() })),
});

export type ChargeView = z.infer<typeof chargeView>;

/** Shows a charge. */
export function viewOf(charge: Charge): ChargeView {
  return {
    ...charge,
    createdAt: timeOf(charge.createdAt),
    history: charge.history.map((effect) => ({ ...effect, at: timeOf(effect.at) })),
  };
}

function timeOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
