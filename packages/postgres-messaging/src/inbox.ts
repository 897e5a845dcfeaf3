import { type JsonValue, outcomeToText } from './json-text.ts';
import type { Transaction } from './transaction.ts';

/** Names one arrival; the handler is part of it, so that two handlers of one event don't hide each other. */
export interface InboxInput {
  readonly handler: string;
  /** Where the input comes from: a topic, a CloudEvents source. */
  readonly source: string;
  /** Unique within the source. */
  readonly inputId: string;
}

/** What an arrival led to. */
export interface Handled<Outcome> {
  /** False where the outcome is that of an earlier arrival. */
  readonly first: boolean;
  readonly outcome: Outcome;
}

/**
 * The effect of one input is committed at most once per handler: a later arrival changes nothing and gets the first
 * one's outcome, for ever; one that arrives meanwhile waits for it. The row is written also where the effect decided
 * on nothing. Call `lockStreams` before, where the effect appends.
 *
 * @param effect writes through the same transaction; its outcome is at most 64 KiB of JSON (`OutcomeTooLargeError`)
 */
export async function handleOnce<Outcome extends JsonValue>(
  tx: Transaction,
  input: InboxInput,
  effect: () => Promise<Outcome>,
): Promise<Handled<Outcome>> {
  const id = [input.handler, input.source, input.inputId];
  const { rows } = await tx.sql.query<{ outcome: string | null }>({
    name: 'inbox_outcome',
    text: 'SELECT public.inbox_outcome($1, $2, $3) AS outcome',
    values: id,
  });
  const earlier = rows[0]?.outcome;
  if (typeof earlier === 'string') return { first: false, outcome: JSON.parse(earlier) };
  const outcome = await effect();
  await tx.sql.query({
    name: 'inbox_insert',
    text: 'INSERT INTO public.inbox (handler, source, input_id, outcome) VALUES ($1, $2, $3, $4)',
    values: [...id, outcomeToText(outcome)],
  });
  return { first: true, outcome };
}
