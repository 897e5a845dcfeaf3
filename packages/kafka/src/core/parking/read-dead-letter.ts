import type { KafkaRecord } from '../record.ts';
import { deadLetterHeaders, lastText, originalOf, reasonOf } from './dead-letter.ts';
import type { DeadLetterReason } from './dead-letter.ts';

/** A dead letter taken apart: the record as it was, where it stood, and why it is here. */
export interface DeadLetter {
  /** The original record, at the place where it stood in its own topic. */
  readonly original: KafkaRecord;
  /** Where the dead letter itself stands. */
  readonly parkedAt: { readonly topic: string; readonly partition: number; readonly offset: bigint };
  readonly group: string;
  readonly reason: DeadLetterReason;
  /** How often it was handled; 0 for one that waits. */
  readonly attempts: number;
  /** undefined for one that waits. */
  readonly error: { readonly name: string; readonly message: string; readonly stack: string } | undefined;
}

/** Takes apart what `deadLetter` put together; undefined for a record that is no dead letter. */
export const readDeadLetter = (letter: KafkaRecord): DeadLetter | undefined => {
  const original = originalOf(letter);
  if (original === undefined) return undefined;
  const { topic, partition, offset } = letter;
  const reason = reasonOf(letter);
  const text = (name: string): string => lastText(letter.headers, name) ?? '';
  const names = deadLetterHeaders;
  return {
    original,
    parkedAt: { topic, partition, offset },
    group: text(names.group),
    reason,
    attempts: Number(text(names.attempts)),
    error:
      reason === 'failed'
        ? { name: text(names.errorName), message: text(names.errorMessage), stack: text(names.errorStack) }
        : undefined,
  };
};
