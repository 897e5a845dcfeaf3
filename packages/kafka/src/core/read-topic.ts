import { kafkaCluster } from '../kafkajs/kafka-client.ts';
import { logReader } from './log-reader.ts';
import type { Isolation } from './log-reader.ts';
import { silentLogger } from './logger.ts';
import type { KafkaRecord } from './record.ts';

/** What is read, from where and how. */
export interface ReadTopicOptions {
  readonly brokers: readonly string[];
  readonly topic: string;
  /** First offset by partition number; by default the log's start. */
  readonly from?: ReadonlyMap<number, bigint>;
  /** Default `read_committed`. */
  readonly isolation?: Isolation;
  readonly clientId?: string;
  readonly signal?: AbortSignal;
}

/**
 * Reads every record of a topic up to the end it had when its partition's turn came, partition by partition in offset
 * order, and ends; without a group, past control records and aborted tails.
 *
 * @throws UnknownTopicError
 */
export async function* readTopic(options: ReadTopicOptions): AsyncGenerator<KafkaRecord, void, undefined> {
  const { brokers, topic, from, isolation = 'read_committed', clientId = 'read-topic', signal } = options;
  const cluster = kafkaCluster({ brokers, clientId, logger: silentLogger });
  await cluster.connect();
  try {
    const reader = logReader(cluster);
    const count = await reader.partitionCount(topic);
    for (let partition = 0; partition < count; partition += 1) {
      const first = from?.get(partition);
      yield* reader.readPartition(topic, partition, {
        isolation,
        ...(first === undefined ? {} : { from: first }),
        ...(signal ? { signal } : {}),
      });
    }
  } finally {
    await cluster.disconnect();
  }
}
