import type { Transaction } from 'kafkajs';
import { setTimeout as delay } from 'node:timers/promises';
import { kafkaClient, metadataMaxAgeMs } from '../../kafkajs/kafka-client.ts';
import type { ClientOptions } from '../../kafkajs/kafka-client.ts';
import type { Compression } from '../../kafkajs/compression.ts';
import { Partitioners, rememberCoordinators } from '../../kafkajs/index.ts';
import { isConcurrentTransactions } from '../broker-error.ts';
import { chunksByPartition, sendChunk } from '../send-by-partition.ts';
import type { PlacedOutput, Prefix } from './prefix.ts';

/**
 * One epoch of a task's transactional id. Opening it fences the id's former owner and resolves its pending transaction.
 * After any error its state is unknown: close it and open another (kafkajs' state machine can't leave a failed commit).
 */
export interface TransactionalProducer {
  /**
   * Sends the outputs and the offsets in one transaction; when it resolves, both are committed. Every output has been told
   * its offset before the commit is asked for: `OutputNotAcknowledgedError`, `OutputRefusedError`.
   */
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
  readonly compression: Compression;
}

const concurrentTransactionsRetry = { delayMs: 5, attempts: 400 };
const sendRetry = { initialRetryTime: 5, factor: 0, multiplier: 1.5, maxRetryTime: 500, retries: 12 };

export const openTransactionalProducer = async (
  options: TransactionalProducerOptions,
): Promise<TransactionalProducer> => {
  const { group, partition, transactionalId, transactionTimeoutMs, compression } = options;
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
      // A transaction that can't even begin has nothing acknowledged: what the one before sent is not in doubt any more.
      acknowledged = undefined;
      const transaction = first ?? (await producer.transaction());
      first = undefined;
      for (const chunk of chunksByPartition(outputs)) {
        const offset = await sendChunk(transaction, chunk, compression);
        const [output] = chunk.outputs;
        if (output) acknowledged ??= { output, offset };
      }
      const topics = [...offsets].map(([topic, offset]) => ({
        topic,
        partitions: [{ partition, offset: offset.toString() }],
      }));
      await whileConcurrent(() => transaction.sendOffsets({ consumerGroupId: group, topics }));
      // Not to be tried again: kafkajs' state machine never leaves a failed commit, whose outcome is unknown anyway.
      await transaction.commit();
    },
    close: () => producer.disconnect(),
  };
};

/** Right after a commit the next transaction may meet CONCURRENT_TRANSACTIONS, which kafkajs retries in `send` only. */
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
