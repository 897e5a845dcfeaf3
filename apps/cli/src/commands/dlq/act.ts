import type { RedriveAction, RedriveCommand, RedriveOutcome } from '@orderflow/kafka/core';
import { jsonBytes, type JsonBytes } from '../../output/bytes.ts';
import type { Outcome } from './await-outcomes.ts';
import type { PlannedAct } from './plan-acts.ts';

/** What one command comes to. */
export interface ActStep extends Omit<PlannedAct, 'key'> {
  readonly key: JsonBytes;
  /** null in a preview. */
  readonly id: string | null;
  /** null where nobody waited for it, or it has not come. */
  readonly outcome: RedriveOutcome['outcome'] | null;
  /** Letters that were settled; null without an outcome. */
  readonly settled: number | null;
  readonly error: string | null;
}

/** An act on dead letters as it would be, or was, ordered. */
export interface Act {
  readonly action: RedriveAction;
  readonly topic: string;
  readonly group: string;
  readonly by: string;
  readonly reason: string;
  readonly carriedOut: boolean;
  readonly waited: boolean;
  readonly steps: readonly ActStep[];
}

export const actStep = (planned: PlannedAct, command?: RedriveCommand, outcome?: Outcome): ActStep => ({
  ...planned,
  key: jsonBytes(planned.key),
  id: command?.id ?? null,
  outcome: outcome?.outcome ?? null,
  settled: outcome?.records ?? null,
  error: outcome?.error ?? null,
});

/** Whether all that was waited for came and succeeded. */
export const succeeded = ({ waited, steps }: Pick<Act, 'waited' | 'steps'>): boolean =>
  !waited || steps.every(({ outcome }) => outcome !== null && outcome !== 'failed');
