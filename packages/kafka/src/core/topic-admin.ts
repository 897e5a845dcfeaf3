import { setTimeout as delay } from 'node:timers/promises';
import { adminConnection } from './admin-connection.ts';
import type { AdminOptions } from './admin-connection.ts';
import { isUnknownTopic } from './broker-error.ts';
import { TopicsNotReadyError } from './errors.ts';
import type { LogBounds } from './log-reader.ts';
import { committedOffsets } from './offset-store.ts';
import { readTopicSettings, topicConfig, topicDrift } from './topic-settings.ts';
import type { TopicDrift, TopicSettings } from './topic-settings.ts';

/** Where the log of one partition begins and ends. */
export interface PartitionBounds extends LogBounds {
  readonly partition: number;
}

/** How far a group is behind on one partition. */
export interface PartitionLag {
  readonly topic: string;
  readonly partition: number;
  /** undefined where the group never committed. */
  readonly committed: bigint | undefined;
  readonly lastStable: bigint;
  /** Offsets from the committed one (or the log's start) to the last stable one. */
  readonly lag: bigint;
}

/** Topics and groups as tools see them; nothing that exists is ever altered. */
export interface TopicAdmin extends AsyncDisposable {
  /** Creates what is missing and names what differs; an existing topic is never altered. */
  ensureTopics(
    declared: readonly TopicSettings[],
  ): Promise<{ readonly created: readonly string[]; readonly drift: readonly TopicDrift[] }>;
  /** Names of all topics on the broker, in no order. */
  listTopics(): Promise<readonly string[]>;
  /** How topics are set, in the order of their names; all have to exist. */
  settings(topics: readonly string[]): Promise<readonly TopicSettings[]>;
  describe(topic: string): Promise<{ readonly partitions: readonly PartitionBounds[] }>;
  /** Offset after the last record of each partition, by partition number. */
  endOffsets(topic: string): Promise<readonly bigint[]>;
  /** First offset of each partition whose record is not older than a time in ms since the epoch; its end where all are. */
  offsetsAtTime(topic: string, timestamp: number): Promise<readonly bigint[]>;
  committedOffsets(group: string, topic: string): Promise<readonly (bigint | undefined)[]>;
  /** Lag against the last stable offset: 0 means that the group has passed all that a reader may see. */
  lag(group: string, topics: readonly string[]): Promise<readonly PartitionLag[]>;
  close(): Promise<void>;
}

const replicationFactor = -1;
const leaderWait = { stepMs: 50, mostMs: 15_000 };

/** Administration by declaration. Connects on first use; close it, or let it dispose itself. */
export const topicAdmin = (options: AdminOptions): TopicAdmin => {
  const { admin, cluster, reader, connected, close } = adminConnection(options);

  const partitionsOf = async (topic: string): Promise<number[]> => {
    await connected();
    return Array.from({ length: await reader.partitionCount(topic) }, (_, partition) => partition);
  };

  const driftOf = async (declared: readonly TopicSettings[]): Promise<TopicDrift[]> => {
    const found = await readTopicSettings(
      admin,
      declared.map(({ name }) => name),
    );
    return declared.flatMap((each) =>
      topicDrift(
        each,
        found.find(({ name }) => name === each.name),
      ),
    );
  };

  /** A broker learns of a new topic a moment after the controller made it; kafkajs' own wait gives up on that moment. */
  const haveLeaders = async (names: readonly string[]): Promise<void> => {
    for (let waitedMs = 0; ; waitedMs += leaderWait.stepMs) {
      try {
        const { topics } = await admin.fetchTopicMetadata({ topics: [...names] });
        if (topics.every(({ partitions }) => partitions.every(({ leader }) => leader >= 0))) return;
      } catch (error) {
        if (!isUnknownTopic(error) || waitedMs >= leaderWait.mostMs) throw error;
      }
      if (waitedMs >= leaderWait.mostMs) throw new TopicsNotReadyError(names);
      await delay(leaderWait.stepMs);
    }
  };

  const lagOf = async (group: string, topic: string, partition: number): Promise<PartitionLag> => {
    const committed = (await committedOffsets(cluster, group, [topic], partition)).get(topic);
    const { start, lastStable } = await reader.bounds(topic, partition);
    return { topic, partition, committed, lastStable, lag: lastStable - (committed ?? start) };
  };

  return {
    ensureTopics: async (declared) => {
      await connected();
      const present = new Set(await admin.listTopics());
      const missing = declared.filter(({ name }) => !present.has(name));
      if (missing.length > 0) {
        await admin.createTopics({
          waitForLeaders: false,
          topics: missing.map((each) => ({
            topic: each.name,
            numPartitions: each.partitions,
            replicationFactor,
            configEntries: Object.entries(topicConfig(each)).map(([name, value]) => ({ name, value })),
          })),
        });
        await haveLeaders(missing.map(({ name }) => name));
      }
      return {
        created: missing.map(({ name }) => name),
        drift: await driftOf(declared.filter(({ name }) => present.has(name))),
      };
    },
    listTopics: async () => {
      await connected();
      return admin.listTopics();
    },
    settings: async (topics) => {
      await connected();
      return readTopicSettings(admin, topics);
    },
    describe: async (topic) => ({
      partitions: await Promise.all(
        (await partitionsOf(topic)).map(async (partition) => ({
          partition,
          ...(await reader.bounds(topic, partition)),
        })),
      ),
    }),
    endOffsets: async (topic) =>
      Promise.all((await partitionsOf(topic)).map(async (p) => (await reader.bounds(topic, p)).end)),
    offsetsAtTime: async (topic, timestamp) =>
      // Negative times are the protocol's words for the ends of a log.
      Promise.all(
        (await partitionsOf(topic)).map((p) => reader.offsetForTime(topic, p, Math.max(0, timestamp))),
      ),
    committedOffsets: async (group, topic) =>
      Promise.all(
        (await partitionsOf(topic)).map(async (partition) =>
          (await committedOffsets(cluster, group, [topic], partition)).get(topic),
        ),
      ),
    lag: async (group, topics) => {
      const lags: PartitionLag[] = [];
      for (const topic of topics) {
        const partitions = await partitionsOf(topic);
        lags.push(...(await Promise.all(partitions.map((partition) => lagOf(group, topic, partition)))));
      }
      return lags;
    },
    close,
    [Symbol.asyncDispose]: close,
  };
};
