/** The head of one partition's buffer. */
export interface PartitionHead {
  /** Time of the record that comes next, or null where nothing is buffered. */
  readonly timestamp: number | null;
  /** Records that the broker holds and this task has not fetched yet; 0 where it has them all. */
  readonly lag: number;
}

/** Which partition's record comes next; or that the task waits, because a record may be under way that comes before those it has. */
export type NextRecord = { readonly take: number } | 'wait' | 'nothing';

/**
 * Chooses the record with the smallest timestamp over a task's partitions, the first of equals. A partition without a buffered record
 * makes the task wait only while it is known to have some (KIP-695).
 */
export const nextRecord = (heads: readonly PartitionHead[]): NextRecord => {
  let take = -1;
  let least = Infinity;
  for (const [index, { timestamp, lag }] of heads.entries()) {
    if (timestamp === null) {
      if (lag > 0) return 'wait';
    } else if (timestamp < least) {
      least = timestamp;
      take = index;
    }
  }
  return take < 0 ? 'nothing' : { take };
};
