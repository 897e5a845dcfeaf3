import type { GroupDescription, GroupPosition } from '@orderflow/kafka/core';

/** Where a group stands on one partition, and since when its next record waits. */
export interface PositionState extends Omit<GroupPosition, 'waitingSince'> {
  readonly waitingSince: string | null;
  /** Age of the first record not passed; 0 when none waits. */
  readonly lagSeconds: number;
}

/** A group as it is declared and as the broker knows it. */
export interface GroupState extends GroupDescription {
  readonly declared: boolean;
  readonly positions: readonly PositionState[];
  /** Declared topics that are not on the broker. */
  readonly missingTopics: readonly string[];
}

export const positionState = ({ waitingSince, ...position }: GroupPosition, now: number): PositionState => ({
  ...position,
  waitingSince: waitingSince === undefined ? null : new Date(waitingSince).toISOString(),
  // A producer's clock may be ahead of this one.
  lagSeconds: waitingSince === undefined ? 0 : Math.max(0, Math.round((now - waitingSince) / 1_000)),
});

/** Offsets the group is behind in all; one that stands outside a log is ahead of it by none. */
export const totalLag = ({ positions }: Pick<GroupState, 'positions'>): bigint =>
  positions.reduce((sum, { lag }) => (lag > 0n ? sum + lag : sum), 0n);

/** Whether the log no longer, or not yet, holds the offset that a group committed. */
export const isOutside = ({ committed, start, lastStable }: PositionState): boolean =>
  committed !== undefined && (committed < start || committed > lastStable);
