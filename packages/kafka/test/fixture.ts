import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, jest } from '@jest/globals';
import type { Admin, Producer } from 'kafkajs';
import {
  kafkaProducer,
  onTaskEvent,
  parkingTopics,
  readTopic,
  taskConsumer,
  topicAdmin,
} from '../src/core/index.ts';
import type {
  KafkaRecord,
  OutputRecord,
  RecordHandler,
  TaskConsumer,
  TaskConsumerOptions,
  TaskEvent,
} from '../src/core/index.ts';
import { Kafka, logLevel, Partitioners } from '../src/kafkajs/index.ts';

// `eventually` gives up sooner, so that a failure is told by the value it last saw.
jest.setTimeout(30_000);

/** The brokers of the stack that the test command started; ORDERFLOW_STACK describes it. */
export const brokers = (): string[] => {
  const described = process.env['ORDERFLOW_STACK'];
  if (!described) throw new Error('ORDERFLOW_STACK is not set: run this suite by `pnpm test <path>`');
  const { kafka }: { kafka: { brokers: string[] } } = JSON.parse(described);
  return kafka.brokers;
};

/** The value of the first attempt that doesn't throw; past the deadline the last failure. */
export const eventually = async <T>(attempt: () => Promise<T> | T, timeoutMs = 15_000): Promise<T> => {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await pause(25);
    }
  }
};

export const collect = async <T>(source: AsyncIterable<T>): Promise<T[]> => {
  const all: T[] = [];
  for await (const each of source) all.push(each);
  return all;
};

export const text = (value: Buffer | null): string | null => value?.toString('utf8') ?? null;

export interface Scenario extends AsyncDisposable {
  readonly input: string;
  readonly output: string;
  readonly group: string;
  readonly admin: ReturnType<typeof topicAdmin>;
  /** Produces `value` under `key` into the input topic. */
  put(
    ...records: readonly (Partial<OutputRecord> & { readonly value: Buffer | string | null })[]
  ): Promise<void>;
  send(record: OutputRecord): Promise<void>;
  /** A started consumer of the input, stopped at the end of the test. */
  consume<State = undefined>(
    handler: RecordHandler<State>,
    options?: Partial<Omit<TaskConsumerOptions<State>, 'handlers'>>,
  ): Promise<TaskConsumer & { readonly events: readonly TaskEvent[] }>;
  /** A transactional producer of stock kafkajs behind the mends. */
  transactional(id?: string): Promise<Producer>;
  /** Gives a topic more partitions, as an operator does while clients run. */
  grow(topic: string, partitions: number): Promise<void>;
  /** Deletes the first records of partition 0, as retention does. */
  deleteBefore(topic: string, offset: bigint): Promise<void>;
  /** Commits an offset of the input's partition 0, as whoever meddles with a group that has no member. */
  commit(offset: bigint): Promise<void>;
  /** Member ids of the group, by the broker. */
  members(): Promise<{ readonly state: string; readonly members: readonly string[] }>;
  read(topic: string): Promise<KafkaRecord[]>;
  /** Values in the output topic that a read_committed reader sees, in log order. */
  outputs(): Promise<(string | null)[]>;
  deadLetters(): Promise<KafkaRecord[]>;
}

/** Topics and a group with names of their own. */
export const scenario = async ({ partitions = 1 } = {}): Promise<Scenario> => {
  const id = randomUUID().slice(0, 8);
  const input = `in-${id}`;
  const output = `out-${id}`;
  const group = `group-${id}`;
  const parked = parkingTopics(input, group);
  const client = { brokers: brokers(), clientId: `test-${id}` };
  const admin = topicAdmin(client);
  const producer = kafkaProducer(client);
  const disposals: (() => Promise<void>)[] = [];
  await admin.ensureTopics(
    [input, output, ...Object.values(parked)].map((name) => ({
      name,
      partitions,
      cleanup: name === parked.quarantine ? 'compact' : 'delete',
      retentionMs: 'forever',
    })),
  );

  const kafka = new Kafka({ ...client, logLevel: logLevel.NOTHING });
  const withAdmin = async <T>(ask: (connected: Admin) => Promise<T>): Promise<T> => {
    const connected = kafka.admin();
    await connected.connect();
    try {
      return await ask(connected);
    } finally {
      await connected.disconnect();
    }
  };

  const transactional = async (transactionalId = `transaction-${randomUUID()}`): Promise<Producer> => {
    const made = new Kafka({ ...client, logLevel: logLevel.NOTHING }).producer({
      transactionalId,
      maxInFlightRequests: 1,
      createPartitioner: Partitioners.DefaultPartitioner,
      retry: { initialRetryTime: 10, retries: 20 },
    });
    await made.connect();
    disposals.push(() => made.disconnect());
    return made;
  };

  const read = (topic: string): Promise<KafkaRecord[]> => collect(readTopic({ brokers: brokers(), topic }));

  return {
    input,
    output,
    group,
    admin,
    put: async (...records) => {
      await producer.send(records.map((record) => ({ topic: input, key: null, ...record })));
    },
    send: async (record) => {
      await producer.send([record]);
    },
    consume: async <State>(
      handler: RecordHandler<State>,
      options: Partial<Omit<TaskConsumerOptions<State>, 'handlers'>> = {},
    ) => {
      const events: TaskEvent[] = [];
      const { instanceId = 'a' } = options;
      const consumer = taskConsumer<State>({
        ...client,
        instanceId,
        group,
        handlers: { [input]: handler },
        retry: { minMs: 5, maxMs: 20 },
        ...options,
      });
      const hearing = onTaskEvent((event) => {
        if (event.group === group && event.instanceId === instanceId) events.push(event);
      }, console.error);
      disposals.push(() => consumer.stop());
      disposals.push(async () => hearing[Symbol.dispose]());
      await consumer.start();
      return Object.assign(consumer, { events });
    },
    transactional,
    grow: async (topic, count) => {
      await withAdmin(async (connected) => {
        await connected.createPartitions({ topicPartitions: [{ topic, count }] });
        // The controller answers before the broker has heard of it.
        await eventually(async () => {
          const { topics } = await connected.fetchTopicMetadata({ topics: [topic] });
          expect(topics[0]?.partitions).toHaveLength(count);
        });
      });
    },
    deleteBefore: async (topic, offset) => {
      await withAdmin(async (connected) => {
        // Makes it load the topic's metadata, which the deletion only looks up.
        await connected.fetchTopicOffsets(topic);
        await connected.deleteTopicRecords({
          topic,
          partitions: [{ partition: 0, offset: String(offset) }],
        });
      });
    },
    commit: async (offset) => {
      const transaction = await (await transactional()).transaction();
      const partitions = [{ partition: 0, offset: String(offset) }];
      await transaction.sendOffsets({ consumerGroupId: group, topics: [{ topic: input, partitions }] });
      await transaction.commit();
    },
    members: async () => {
      const { groups } = await withAdmin((connected) => connected.describeGroups([group]));
      const [found] = groups;
      return { state: found?.state ?? '', members: (found?.members ?? []).map(({ memberId }) => memberId) };
    },
    read,
    outputs: async () => (await read(output)).map(({ value }) => text(value)),
    deadLetters: () => read(parked.deadLetters),
    [Symbol.asyncDispose]: async () => {
      await Promise.all(disposals.map((dispose) => dispose()));
      // Other suites read every topic there is.
      await withAdmin((connected) =>
        connected.deleteTopics({ topics: [input, output, ...Object.values(parked)] }),
      );
      await producer.close();
      await admin.close();
    },
  };
};

/** Hands every record on to the output topic. */
export const forward =
  ({ output }: Scenario): RecordHandler =>
  async ({ key, value, headers }) => [{ topic: output, key, value, headers }];
