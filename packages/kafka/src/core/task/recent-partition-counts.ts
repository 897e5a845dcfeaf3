import type { LogReader } from '../log-reader.ts';

/** Partition counts that are at most `maxAgeMs` old, beyond the age of the metadata they come from. */
export interface RecentPartitionCounts {
  /** What is known already; undefined where it has to be looked up. */
  readonly known: (topic: string) => number | undefined;
  readonly partitionCount: (topic: string) => Promise<number>;
}

/** kafkajs looks metadata up under a lock, one caller after the other, which for each output costs more than handling its input. */
export const recentPartitionCounts = (
  reader: Pick<LogReader, 'partitionCount'>,
  maxAgeMs: number,
  now: () => number,
): RecentPartitionCounts => {
  const counts = new Map<string, { readonly count: number; readonly until: number }>();
  const lookups = new Map<string, Promise<number>>();

  const known = (topic: string): number | undefined => {
    const recent = counts.get(topic);
    return recent && now() < recent.until ? recent.count : undefined;
  };

  const lookUp = async (topic: string): Promise<number> => {
    const until = now() + maxAgeMs;
    try {
      const count = await reader.partitionCount(topic);
      counts.set(topic, { count, until });
      return count;
    } finally {
      lookups.delete(topic);
    }
  };

  return {
    known,
    partitionCount: async (topic) => {
      const count = known(topic);
      if (count !== undefined) return count;
      const lookup = lookups.get(topic) ?? lookUp(topic);
      lookups.set(topic, lookup);
      return lookup;
    },
  };
};
