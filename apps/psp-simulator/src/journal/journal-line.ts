import { z } from 'zod';
import type { JournalEntry } from '../domain/journal-entry.ts';

const keyed = { idempotencyKey: z.string(), at: z.int() };

const journalEntry = z.discriminatedUnion('type', [
  z.strictObject({
    ...keyed,
    type: z.literal('charge-made'),
    chargeId: z.string(),
    amount: z.int(),
    currency: z.string(),
    method: z.string(),
    reference: z.string(),
    declineCode: z.string().optional(),
  }),
  z.strictObject({ ...keyed, type: z.literal('charge-voided'), chargeId: z.string() }),
  z.strictObject({ ...keyed, type: z.literal('attempt-failed') }),
]);

/** Writes an entry as one line with its newline, which is what tells a whole line from a torn one. */
export function journalLine(entry: JournalEntry): string {
  return `${JSON.stringify(entry)}\n`;
}

/** Reads a line back; throws where it isn't an entry. */
export function parseJournalLine(line: string): JournalEntry {
  return journalEntry.parse(JSON.parse(line));
}
