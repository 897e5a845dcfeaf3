import { CommittedOffsetOutOfRangeError } from '../errors.ts';
import type { LogBounds } from '../log-reader.ts';

/** What becomes of a task whose offset the log does not hold (any more). */
export type OffsetOutOfRangePolicy = 'fail' | 'earliest' | 'latest';

/** Where a task begins in one of its topics. */
export interface StartingPosition {
  readonly topic: string;
  readonly offset: bigint;
  /** Committed by a former owner; anything else is to be committed before the first record is handled. */
  readonly isCommitted: boolean;
  /** The committed offset that the log does not hold, where the policy has moved on from one. */
  readonly movedFrom?: bigint;
}

/**
 * Begins at the committed offset, or at the log's start where there is none. An offset outside the log is moved by policy
 * only: to the log's start, or like the Java client to its last stable offset.
 *
 * @throws CommittedOffsetOutOfRangeError under the policy `fail`
 */
export const startingPosition = (
  { topic, partition }: { readonly topic: string; readonly partition: number },
  committed: bigint | undefined,
  log: LogBounds,
  policy: OffsetOutOfRangePolicy,
): StartingPosition => {
  if (committed === undefined) return { topic, offset: log.start, isCommitted: false };
  if (committed >= log.start && committed <= log.end) return { topic, offset: committed, isCommitted: true };
  switch (policy) {
    case 'fail':
      throw new CommittedOffsetOutOfRangeError({ topic, partition, offset: committed, log });
    case 'earliest':
      return { topic, offset: log.start, isCommitted: false, movedFrom: committed };
    case 'latest':
      return { topic, offset: log.lastStable, isCommitted: false, movedFrom: committed };
  }
};
