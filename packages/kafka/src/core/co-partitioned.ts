import { NotCoPartitionedError } from './errors.ts';
import type { LogReader } from './log-reader.ts';
import type { ResolvedOptions } from './resolved-options.ts';

/** @throws NotCoPartitionedError with the count of each topic, unless all are equal */
export const assertCoPartitioned = (counts: Readonly<Record<string, number>>): void => {
  if (new Set(Object.values(counts)).size > 1) throw new NotCoPartitionedError(counts);
};

/**
 * The same for all topics of a consumer's tasks, as the reader's metadata has them. Parked records keep their partition's
 * number, so their topics belong to the set, and must be there before one is due.
 *
 * @throws NotCoPartitionedError, UnknownTopicError
 */
export const assertCoPartitionedSet = async (
  reader: LogReader,
  { sources, parkingTopics }: Pick<ResolvedOptions<unknown>, 'sources' | 'parkingTopics'>,
): Promise<void> => {
  const counts: Record<string, number> = {};
  for (const topic of sources.flatMap((each) => [each, ...Object.values(parkingTopics(each))])) {
    counts[topic] = await reader.partitionCount(topic);
  }
  assertCoPartitioned(counts);
};
