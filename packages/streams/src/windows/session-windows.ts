import { checkedMs } from './windowed.ts';

/** Sessions of a key: records no further apart than the gap. */
export interface SessionWindows {
  readonly kind: 'session';
  readonly gapMs: number;
  readonly graceMs: number;
}

/** @throws InvalidWindowError */
export const sessions = ({ gapMs, graceMs }: { gapMs: number; graceMs: number }): SessionWindows => ({
  kind: 'session',
  gapMs: checkedMs('the gap', gapMs, 1),
  graceMs: checkedMs('the grace', graceMs, 0),
});
