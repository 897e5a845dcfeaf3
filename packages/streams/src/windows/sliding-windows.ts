import { checkedMs } from './windowed.ts';

/** Windows that end at a record or begin right after one: two records are in one window when their times differ by at most so much. */
export interface SlidingWindows {
  readonly kind: 'sliding';
  readonly differenceMs: number;
  readonly graceMs: number;
}

/** @throws InvalidWindowError */
export const sliding = ({
  differenceMs,
  graceMs,
}: {
  differenceMs: number;
  graceMs: number;
}): SlidingWindows => ({
  kind: 'sliding',
  differenceMs: checkedMs('the time difference', differenceMs, 0),
  graceMs: checkedMs('the grace', graceMs, 0),
});
