import type { PositionState } from './group-state.ts';

/** What moving a group's offset of one partition comes to. */
export interface ResetStep {
  readonly partition: number;
  /** null where the group never committed: it would start at the log's start. */
  readonly committed: bigint | null;
  readonly target: bigint;
  /** Offsets that are handled again; at least as many as records, since transaction markers count too. */
  readonly repeated: bigint;
  /** Offsets that are never handled. */
  readonly skipped: bigint;
}

/** The steps that move a group to some targets, those left out that would change nothing. */
export const resetPlan = (
  positions: readonly Pick<PositionState, 'partition' | 'committed' | 'start' | 'lastStable'>[],
  targets: ReadonlyMap<number, bigint>,
): readonly ResetStep[] =>
  positions.flatMap(({ partition, committed, start, lastStable }) => {
    const target = targets.get(partition);
    if (target === undefined || target === committed) return [];
    // What the log does not hold, any more or at all, is neither repeated nor skipped.
    const from = clamp(committed ?? start, start, lastStable);
    return [
      {
        partition,
        committed: committed ?? null,
        target,
        repeated: from > target ? from - target : 0n,
        skipped: target > from ? target - from : 0n,
      },
    ];
  });

const clamp = (value: bigint, least: bigint, most: bigint): bigint => {
  if (value < least) return least;
  return value > most ? most : value;
};
