import type { ReplayProgress } from '../protocol/replay-message.ts';
import type { Clock } from '../clock.ts';
import { offsetsIn, type PartitionRange } from './replay-range.ts';

/** Hears how far a phase is. */
export type OnProgress = (progress: Omit<ReplayProgress, 'kind'>) => void;

const everyMs = 250;

/** Passes on the first and the last of each phase, and in between four a second. */
export const throttled = (onProgress: OnProgress, clock: Clock): OnProgress => {
  let phase = '';
  let last = 0;
  return (progress) => {
    const now = clock.now();
    const between = progress.phase === phase && progress.done < progress.total;
    if (between && now - last < everyMs) return;
    ({ phase } = progress);
    last = now;
    onProgress(progress);
  };
};

/** For ranges that are read one by one: the progress of each as a part of all. */
export const rangeProgress = (onProgress: OnProgress, ranges: readonly PartitionRange[]) => {
  const total = offsetsIn(ranges);
  return (range: PartitionRange): OnProgress => {
    const before = offsetsIn(ranges.slice(0, ranges.indexOf(range)));
    return ({ phase, done }) => onProgress({ phase, done: before + done, total });
  };
};
