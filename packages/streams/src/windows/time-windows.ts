import { checkedMs, InvalidWindowError } from './windowed.ts';

/** Windows of one size that start at multiples of their advance since the epoch: tumbling where the two are equal, hopping else. */
export interface TimeWindows {
  readonly kind: 'time';
  readonly sizeMs: number;
  readonly advanceMs: number;
  /** How long after its end a window still takes records, by stream time. */
  readonly graceMs: number;
}

/** Windows side by side: each time is in one. */
export const tumbling = ({ sizeMs, graceMs }: { sizeMs: number; graceMs: number }): TimeWindows =>
  hopping({ sizeMs, advanceMs: sizeMs, graceMs });

/**
 * Windows that overlap: each time is in size / advance of them, rounded up or down.
 * @throws InvalidWindowError where a length is no integer of ms or the advance exceeds the size
 */
export const hopping = ({
  sizeMs,
  advanceMs,
  graceMs,
}: {
  sizeMs: number;
  advanceMs: number;
  graceMs: number;
}): TimeWindows => {
  checkedMs('a window', sizeMs, 1);
  checkedMs('its advance', advanceMs, 1);
  checkedMs('its grace', graceMs, 0);
  if (advanceMs > sizeMs)
    throw new InvalidWindowError(`an advance of ${advanceMs} ms leaves gaps between windows of ${sizeMs} ms`);
  return { kind: 'time', sizeMs, advanceMs, graceMs };
};

/** Start of the earliest window that holds the time; the others follow by the advance, up to the time itself. Never negative. */
export const firstWindowStart = ({ sizeMs, advanceMs }: TimeWindows, time: number): number => {
  const earliest = Math.max(0, time - sizeMs + advanceMs);
  return earliest - (earliest % advanceMs);
};
