import { checkedMs } from './windowed.ts';

/** How far a right record's time may be from a left record's for the two to be joined. */
export interface JoinWindows {
  /** The right one at most so many ms earlier. */
  readonly beforeMs: number;
  /** The right one at most so many ms later. */
  readonly afterMs: number;
  readonly graceMs: number;
}

/**
 * @param within the same bound both ways; `beforeMs` and `afterMs` set each of them
 * @throws InvalidWindowError
 */
export const joinWindows = ({
  withinMs = 0,
  beforeMs = withinMs,
  afterMs = withinMs,
  graceMs,
}: {
  withinMs?: number;
  beforeMs?: number;
  afterMs?: number;
  graceMs: number;
}): JoinWindows => ({
  beforeMs: checkedMs('the bound before', beforeMs, 0),
  afterMs: checkedMs('the bound after', afterMs, 0),
  graceMs: checkedMs('the grace', graceMs, 0),
});
