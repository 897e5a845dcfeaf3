import type { SeededChoices } from '@orderflow/test-harness';
import { type Fault, workerFaults } from './faults.ts';

/** Faults that befall one load, chosen by chance. */
export interface MixedRound {
  readonly round: number;
  /** What happens, for the title of a test. */
  readonly names: string;
  /** Two for the workers, and beside them two for what the workers stand on. */
  readonly rows: readonly (readonly Fault[])[];
  readonly choices: SeededChoices;
}

export const mixedRounds = (
  choices: SeededChoices,
  rounds: number,
  surroundings: Readonly<Record<string, Fault>>,
): MixedRound[] =>
  Array.from({ length: rounds }, (_, index) => {
    const own = choices.branch();
    const rows = [workerFaults, surroundings].map((faults) => [
      own.pick(Object.entries(faults)),
      own.pick(Object.entries(faults)),
    ]);
    return {
      round: index + 1,
      names: rows.map((row) => row.map(([name]) => name).join(', then ')).join('; beside it '),
      rows: rows.map((row) => row.map(([, fault]) => fault)),
      choices: own,
    };
  });
