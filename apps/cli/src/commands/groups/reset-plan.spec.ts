import { describe, expect, it } from '@jest/globals';
import { resetPlan } from './reset-plan.ts';

const at = (partition: number, committed: bigint | undefined, start = 0n) => ({
  partition,
  committed,
  start,
  lastStable: 20n,
});

describe('the plan of a reset', () => {
  it('tells what is handled again and what never is', () => {
    const targets = new Map([
      [0, 4n],
      [1, 12n],
    ]);
    expect(resetPlan([at(0, 10n), at(1, 10n)], targets)).toEqual([
      { partition: 0, committed: 10n, target: 4n, repeated: 6n, skipped: 0n },
      { partition: 1, committed: 10n, target: 12n, repeated: 0n, skipped: 2n },
    ]);
  });

  it('leaves out what stands there already, and partitions that are not meant', () => {
    expect(resetPlan([at(0, 10n), at(1, 10n)], new Map([[0, 10n]]))).toEqual([]);
  });

  it('counts only what the log holds, where the group stands outside it', () => {
    expect(resetPlan([at(0, 2n, 5n)], new Map([[0, 7n]]))).toMatchObject([{ repeated: 0n, skipped: 2n }]);
    expect(resetPlan([at(0, 90n, 5n)], new Map([[0, 5n]]))).toMatchObject([{ repeated: 15n, skipped: 0n }]);
  });

  it('counts from the log’s start where the group never committed, and commits even that', () => {
    expect(resetPlan([at(0, undefined, 3n)], new Map([[0, 5n]]))).toEqual([
      { partition: 0, committed: null, target: 5n, repeated: 0n, skipped: 2n },
    ]);
    expect(resetPlan([at(0, undefined, 3n)], new Map([[0, 3n]]))).toEqual([
      { partition: 0, committed: null, target: 3n, repeated: 0n, skipped: 0n },
    ]);
  });
});
