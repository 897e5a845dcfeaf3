import type { RecordMetadata, TopicMessages, Transaction } from 'kafkajs';
import { setTimeout as delay } from 'node:timers/promises';
import { kafkaClient, metadataMaxAgeMs } from '../../kafkajs/kafka-client.ts';
import type { ClientOptions } from '../../kafkajs/kafka-client.ts';
import { Partitioners, rememberCoordinators } from '../../kafkajs/index.ts';
import { isConcurrentTransactions } from '../broker-error.ts';
import { byteSize, toMessage } from '../record-mapping.ts';
import type { PlacedOutput, Prefix } from './prefix.ts';

/**
 * One epoch of a task's transactional id. Opening it fences the id's former owner and resolves its pending transaction.
 * After any error its state is unknown: close it and open another (kafkajs' state machine can't leave a failed commit).
 */
export interface TransactionalProducer {
  /** Sends the outputs and the offsets in one transaction; when it resolves, both are committed. */
  transact(prefix: Prefix): Promise<void>;
  /** Where an output of the last transaction stands; undefined before the broker has acknowledged one. */
  readonly acknowledged: AcknowledgedOutput | undefined;
  close(): Promise<void>;
}

/** An output in the log, of a transaction that may still be aborted. */
export interface AcknowledgedOutput {
  readonly output: PlacedOutput;
  readonly offset: bigint;
}

export interface TransactionalProducerOptions extends ClientOptions {
  readonly transactionalId: string;
  readonly group: string;
  readonly partition: number;
  readonly transactionTimeoutMs: number;
}

/** A batch for one partition has to fit into the broker's default `message.max.bytes` of 1 MiB. */
const maxRequestBytes = 900_000;
const concurrentTransactionsRetry = { delayMs: 5, attempts: 400 };
const sendRetry = { initialRetryTime: 5, factor: 0, multiplier: 1.5, maxRetryTime: 500, retries: 12 };

export const openTransactionalProducer = async (
  options: TransactionalProducerOptions,
): Promise<TransactionalProducer> => {
  const { group, partition, transactionalId, transactionTimeoutMs } = options;
  const producer = kafkaClient(options).producer({
    transactionalId,
    transactionTimeout: transactionTimeoutMs,
    maxInFlightRequests: 1,
    allowAutoTopicCreation: false,
    metadataMaxAge: metadataMaxAgeMs,
    createPartitioner: Partitioners.DefaultPartitioner,
    retry: sendRetry,
  });
  let first: Transaction | undefined;
  let acknowledged: AcknowledgedOutput | undefined;
  try {
    await producer.connect();
    first = await producer.transaction();
    rememberCoordinators(transactionalId);
  } catch (error) {
    await producer.disconnect();
    throw error;
  }

  return {
    get acknowledged() {
      return acknowledged;
    },
    transact: async ({ outputs, offsets }) => {
      const transaction = first ?? (await producer.transaction());
      first = undefined;
      acknowledged = undefined;
      for (const chunk of chunksOf(outputs)) {
        const positions = await transaction.sendBatch({ acks: -1, topicMessages: byTopic(chunk) });
        acknowledged ??= firstOf(chunk, positions);
      }
      const topics = [...offsets].map(([topic, offset]) => ({
        topic,
        partitions: [{ partition, offset: offset.toString() }],
      }));
      await whileConcurrent(() => transaction.sendOffsets({ consumerGroupId: group, topics }));
      await whileConcurrent(() => transaction.commit());
    },
    close: () => producer.disconnect(),
  };
};

/** The first output of a chunk stands first in its partition, so its offset is the base offset there. */
const firstOf = (
  [output]: readonly PlacedOutput[],
  positions: readonly RecordMetadata[],
): AcknowledgedOutput | undefined => {
  const position = positions.find(
    ({ topicName, partition }) => topicName === output?.topic && partition === output.partition,
  );
  if (!output || position?.baseOffset === undefined) return undefined;
  return { output, offset: BigInt(position.baseOffset) };
};

/** kafkajs retries CONCURRENT_TRANSACTIONS in `send` only; right after a commit every request may meet it. */
const whileConcurrent = async (request: () => Promise<void>): Promise<void> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await request();
    } catch (error) {
      if (!isConcurrentTransactions(error) || attempt === concurrentTransactionsRetry.attempts) throw error;
      await delay(concurrentTransactionsRetry.delayMs);
    }
  }
};

const chunksOf = (outputs: readonly PlacedOutput[]): PlacedOutput[][] => {
  const chunks: PlacedOutput[][] = [];
  let size = Infinity;
  for (const output of outputs) {
    const bytes = byteSize(output);
    if (size + bytes > maxRequestBytes) {
      chunks.push([]);
      size = 0;
    }
    chunks.at(-1)?.push(output);
    size += bytes;
  }
  return chunks;
};

const byTopic = (outputs: readonly PlacedOutput[]): TopicMessages[] => {
  const grouped = Map.groupBy(outputs, ({ topic }) => topic);
  return [...grouped].map(([topic, each]) => ({
    topic,
    messages: each.map((output) => toMessage(output, output.partition)),
  }));
};
