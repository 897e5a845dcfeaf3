/** The value below which the fraction `quantile` (0 to 1) of the samples lies. @throws RangeError without samples */
export function percentile(samples: readonly number[], quantile: number): number {
  const sorted = samples.toSorted((left, right) => left - right);
  const value = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * quantile))];
  if (value === undefined) throw new RangeError('no samples');
  return value;
}

export function median(samples: readonly number[]): number {
  return percentile(samples, 0.5);
}

/** @throws RangeError without samples */
export function mean(samples: readonly number[]): number {
  if (samples.length === 0) throw new RangeError('no samples');
  return samples.reduce((sum, each) => sum + each, 0) / samples.length;
}
