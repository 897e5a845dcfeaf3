import type { InternalCluster } from '../kafkajs/index.ts';
import { assertCoPartitionedSet } from './co-partitioned.ts';
import { NotCoPartitionedError } from './errors.ts';
import type { LogReader } from './log-reader.ts';
import type { ResolvedOptions } from './resolved-options.ts';

/** What a member knows of partitions that its topics got while it runs. */
export interface TopicGrowth {
  /** Whether to join again for them now: once for every time that the whole set was found to have grown alike. */
  readonly isComplete: () => boolean;
  /** The counts that differ, while only a part of the set has grown. */
  readonly mismatch: NotCoPartitionedError | undefined;
}

interface TopicGrowthOptions {
  /** Looks the counts of the whole set up; `NotCoPartitionedError` where they differ. */
  readonly assertGrownAlike: () => Promise<void>;
  /** Of the look-ups, in ms. */
  readonly intervalMs: number;
  readonly now: () => number;
  /** Told once for each different mismatch. */
  readonly onMismatch: (mismatch: NotCoPartitionedError) => void;
  readonly onFailure: (error: unknown) => void;
}

/**
 * Keeps a member in its generation until every topic of the set has the new partitions, dead-letter topics included: topics
 * grow one after the other, and a join in between would end in a refusal that stops the partitions that are there already.
 */
export const topicGrowth = (options: TopicGrowthOptions): TopicGrowth => {
  const { assertGrownAlike, intervalMs, now, onMismatch, onFailure } = options;
  let isGrown = false;
  let isLooking = false;
  let nextLookAt = Number.NEGATIVE_INFINITY;
  let mismatch: NotCoPartitionedError | undefined;

  const look = async (): Promise<void> => {
    isLooking = true;
    try {
      await assertGrownAlike();
      mismatch = undefined;
      isGrown = true;
    } catch (error) {
      if (!(error instanceof NotCoPartitionedError)) {
        onFailure(error);
      } else if (error.message !== mismatch?.message) {
        mismatch = error;
        onMismatch(error);
      }
    } finally {
      isLooking = false;
      nextLookAt = now() + intervalMs;
    }
  };

  return {
    get mismatch() {
      return mismatch;
    },
    isComplete: () => {
      if (isGrown) {
        isGrown = false;
        return true;
      }
      if (!isLooking && now() >= nextLookAt) void look();
      return false;
    },
  };
};

/** The growth of a consumer's own set, by fresh metadata. */
export const growthOfSet = <State>({
  cluster,
  reader,
  settings,
}: {
  readonly cluster: InternalCluster;
  readonly reader: LogReader;
  readonly settings: ResolvedOptions<State>;
}): TopicGrowth => {
  const { group, logger, metadataMaxAgeMs } = settings;
  return topicGrowth({
    assertGrownAlike: async () => {
      await cluster.refreshMetadata();
      await assertCoPartitionedSet(reader, settings);
    },
    intervalMs: metadataMaxAgeMs,
    now: () => performance.now(),
    onMismatch: (error) => logger.warn('new partitions wait for the other topics', { group, error }),
    onFailure: (error) => logger.debug('partitions not counted', { group, error }),
  });
};
