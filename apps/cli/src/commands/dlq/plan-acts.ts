import { redrivePlan, type RedriveAction } from '@orderflow/kafka/core';
import { isUnsettled, laneOf, type TrackedLetter } from './letter.ts';

/** One command to come, and what it comes to. */
export interface PlannedAct {
  readonly partition: number;
  readonly key: Buffer | null;
  /** First and last of the chosen letters of the key, in the dead-letter topic. */
  readonly from: bigint;
  readonly to: bigint;
  /** Letters that are handled again: of a quarantined key also those before the chosen ones and what waits behind. */
  readonly handled: number;
  readonly dropped: number;
  /** Unsettled letters of the key that stay as they are. */
  readonly left: number;
}

interface Planning {
  readonly action: RedriveAction;
  readonly letters: readonly TrackedLetter[];
  readonly chosen: readonly TrackedLetter[];
  /** The lanes of keys in quarantine. */
  readonly quarantined: ReadonlySet<string>;
}

/** One command a key for the chosen dead letters, by the very plan that the owner of the partition will make of it. */
export const planActs = ({ action, letters, chosen, quarantined }: Planning): readonly PlannedAct[] => {
  const lanes = Map.groupBy(letters.filter(isUnsettled), laneOf);
  return [...Map.groupBy(chosen, laneOf)].flatMap(([lane, meant]) => {
    const offsets = meant.map(({ offset }) => offset).toSorted((a, b) => (a < b ? -1 : 1));
    const [first, from, to] = [meant[0], offsets[0], offsets.at(-1)];
    if (first === undefined || from === undefined || to === undefined) return [];
    const { partition, key } = first;
    const fates = redrivePlan({ action, from, to }, lanes.get(lane) ?? [], quarantined.has(lane));
    const count = (fate: (typeof fates)[number]): number => fates.filter((each) => each === fate).length;
    return [
      { partition, key, from, to, handled: count('handle'), dropped: count('drop'), left: count('leave') },
    ];
  });
};
