import kafkajs from 'kafkajs';
import { eventually } from './eventually.ts';
import { stack } from './stack.ts';

/** A topic that a suite wants. */
export interface TestTopic {
  readonly name: string;
  /** Default 1. */
  readonly partitions?: number;
  /** Topic configuration by Kafka's names. */
  readonly config?: Readonly<Record<string, string>>;
}

/** Topics of a suite’s own, gone when they are disposed of. */
export interface TestTopics extends AsyncDisposable {
  readonly names: readonly string[];
}

/** A Kafka client of the harness itself, so that the package under test doesn't prepare or judge its own tests. */
export function harnessKafka(brokers: readonly string[] = stack().kafka.brokers): kafkajs.Kafka {
  return new kafkajs.Kafka({
    clientId: 'test-harness',
    brokers: [...brokers],
    logLevel: kafkajs.logLevel.NOTHING,
    retry: { initialRetryTime: 50, maxRetryTime: 1_000, retries: 20 },
  });
}

/** Runs `work` with a connected admin client, which is disconnected afterwards. */
export async function withAdmin<T>(
  work: (admin: kafkajs.Admin) => Promise<T>,
  brokers: readonly string[] = stack().kafka.brokers,
): Promise<T> {
  const admin = harnessKafka(brokers).admin();
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.disconnect();
  }
}

/**
 * Creates topics, replicated as their brokers do by default, whose partitions have leaders when it returns; they are deleted when it is
 * disposed of.
 * @param topics names (one partition each) or declarations; a topic that exists is an error.
 */
export async function createTopics(
  topics: readonly (string | TestTopic)[],
  brokers: readonly string[] = stack().kafka.brokers,
): Promise<TestTopics> {
  const declared = topics.map((topic): TestTopic => (typeof topic === 'string' ? { name: topic } : topic));
  const names = declared.map(({ name }) => name);
  await withAdmin(async (admin) => {
    const created = await admin.createTopics({
      waitForLeaders: false,
      topics: declared.map(({ name, partitions = 1, config = {} }) => ({
        topic: name,
        numPartitions: partitions,
        replicationFactor: -1,
        configEntries: Object.entries(config).map(([key, value]) => ({ name: key, value })),
      })),
    });
    if (!created) throw new Error(`a topic of ${names.join(', ')} exists already`);
    // A broker learns of a topic a moment after the controller has made it, and kafkajs' own wait fails at that moment.
    await eventually(async () => {
      const metadata = await admin.fetchTopicMetadata({ topics: names });
      const leaderless = metadata.topics.filter(({ partitions }) =>
        partitions.some(({ leader }) => leader < 0),
      );
      if (leaderless.length > 0)
        throw new Error(`no leader yet for ${leaderless.map(({ name }) => name).join(', ')}`);
    });
  }, brokers);
  return {
    names,
    async [Symbol.asyncDispose]() {
      await withAdmin((admin) => admin.deleteTopics({ topics: names }), brokers);
    },
  };
}
