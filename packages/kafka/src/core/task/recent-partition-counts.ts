import type { LogReader } from '../log-reader.ts';

/**
 * Partition counts that are at most `maxAgeMs` old, beyond the age of the metadata they come from.
 *
 * kafkajs looks metadata up under a lock, one caller after the other, which for each output costs more than handling its input.
 */
export const recentPartitionCounts = (
  reader: Pick<LogReader, 'partitionCount'>,
  maxAgeMs: number,
  now: () => number,
): ((topic: string) => Promise<number>) => {
  const known = new Map<string, { readonly count: Promise<number>; readonly until: number }>();
  return (topic) => {
    const recent = known.get(topic);
    if (recent && now() < recent.until) return recent.count;
    const lookup = { count: reader.partitionCount(topic), until: now() + maxAgeMs };
    known.set(topic, lookup);
    // A failure is its caller's; the next one asks again.
    lookup.count.catch(() => known.delete(topic));
    return lookup.count;
  };
};
