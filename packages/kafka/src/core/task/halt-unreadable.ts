import type { TopicPartitions } from 'kafkajs';
import { DecompressionError } from '../../kafkajs/codecs/compression-codec.ts';
import { fetchable } from '../fetchable.ts';
import type { LogReader } from '../log-reader.ts';
import type { ResolvedOptions } from '../resolved-options.ts';
import type { Assignment } from './assignment.ts';

interface Unreadable<State> {
  readonly assignment: Assignment | undefined;
  readonly reader: LogReader;
  readonly settings: ResolvedOptions<State>;
  /** What the fetch that failed did not ask for. */
  readonly paused: readonly TopicPartitions[];
}

/**
 * Stops the tasks whose next fetch holds a batch that can't be decompressed, and no others; true when there was one. A
 * fetch fails as a whole and names no partition, so each is fetched alone: else one bad batch would end the consumer, and
 * after it that of every member which its partition is given to.
 */
export const haltUnreadable = async <State>(unreadable: Unreadable<State>): Promise<boolean> => {
  const { assignment, reader, settings, paused } = unreadable;
  let isFound = false;
  for (const { topic, partition } of fetchable(assignment, settings.topics, paused)) {
    const task = assignment?.running(partition);
    if (!task) continue;
    try {
      await reader.assertReadable(
        topic,
        partition,
        task.position(topic),
        settings.limits.maxPartitionFetchBytes,
      );
    } catch (error) {
      if (!(error instanceof DecompressionError)) throw error;
      assignment?.halt(partition, error);
      isFound = true;
    }
  }
  return isFound;
};
