import type { DeadLetter, RedriveAction, RedriveOutcome } from '@orderflow/kafka/core';
import { jsonRecord, type JsonRecord } from '../../output/record-text.ts';
import type { LetterState, TrackedLetter } from './letter.ts';
import type { Acts } from './track-letters.ts';

/** One dead letter whole. */
export interface DeadLetterJson {
  readonly parkedAt: DeadLetter['parkedAt'];
  readonly group: string;
  readonly reason: DeadLetter['reason'];
  readonly attempts: number;
  /** null for one that waits. */
  readonly error: NonNullable<DeadLetter['error']> | null;
  readonly state: LetterState;
  /** Who told what to become of it, in order; `outcome` is null while nobody has carried it out. */
  readonly acts: readonly ActJson[];
  /** As it stood in its own topic, byte for byte. */
  readonly original: JsonRecord;
}

interface ActJson {
  readonly id: string;
  readonly action: RedriveAction;
  readonly by: string;
  readonly reason: string;
  readonly at: string;
  readonly outcome: RedriveOutcome['outcome'] | null;
  readonly error: string | null;
}

export const deadLetterJson = (
  { parkedAt, group, reason, attempts, error, original }: DeadLetter,
  tracked: TrackedLetter | undefined,
  acts: Acts,
): DeadLetterJson => ({
  parkedAt,
  group,
  reason,
  attempts,
  error: error ?? null,
  state: tracked?.state ?? 'open',
  acts: (tracked?.commands ?? []).flatMap((id) => actJson(id, acts)),
  original: jsonRecord(original),
});

/** Commands are kept for a month, acts for ever; of those that continue one another the last one counts. */
const actJson = (id: string, { commands, acts }: Acts): ActJson[] => {
  const act = acts.findLast((each) => each.id === id);
  const command = act?.command ?? commands.find((each) => each.command.id === id)?.command;
  if (command === undefined) return [];
  const { action, by, reason, at } = command;
  const { outcome = null, error = null } = act?.outcome ?? {};
  return [{ id, action, by, reason, at, outcome, error }];
};
