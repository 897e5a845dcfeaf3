import type { Load, Stretch } from './load.ts';

/** Measures the rate at which records are handled, from the end of the warm-up on. */
export interface RateClock {
  handled(records: number): void;
  /** Records a second; resolves while the load still runs. */
  readonly rate: Promise<number>;
}

export function rateClock(
  { warmUp, measured }: Pick<Load, 'warmUp' | 'measured'>,
  now: () => number = () => performance.now(),
): RateClock {
  const rate = Promise.withResolvers<number>();
  let stretch: Stretch = warmUp;
  let begun: number | undefined;
  let records = 0;
  return {
    rate: rate.promise,
    handled: (count) => {
      const at = now();
      begun ??= at;
      records += count;
      const elapsed = at - begun;
      if (records < stretch.records && elapsed < stretch.milliseconds) return;
      if (stretch === measured) rate.resolve((records * 1_000) / elapsed);
      stretch = measured;
      begun = at;
      records = 0;
    },
  };
}
