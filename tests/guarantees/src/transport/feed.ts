import { setTimeout as pause } from 'node:timers/promises';
import { partitionFor } from '@orderflow/kafka/core';
import { harnessKafka, type SeededChoices } from '@orderflow/test-harness';
import type { FedRecord } from './worker-protocol.ts';

type StockProducer = ReturnType<ReturnType<typeof harnessKafka>['producer']>;
type Transaction = Awaited<ReturnType<StockProducer['transaction']>>;

/** What has been put into a topic, as far as its producers know. */
export interface Fed {
  /** Ids of records whose commit was acknowledged: they must be seen. */
  readonly committed: ReadonlySet<string>;
  /** Ids of records whose commit was never asked for: they must never be. */
  readonly aborted: ReadonlySet<string>;
  /** Transactions whose outcome their producer was not told. */
  readonly inDoubt: number;
}

/** A load on a topic, by producers whose transactions, some of them aborted, interleave. */
export interface Feed {
  readonly fed: Fed;
  /** Lets what is under way end and resolves when nothing more comes. */
  stop(): Promise<void>;
}

export interface FeedOptions {
  readonly brokers: readonly string[];
  readonly topic: string;
  readonly choices: SeededChoices;
  /** Of the topic. */
  readonly partitions: number;
  /** Default 40. */
  readonly keys?: number;
}

const producers = 3;
const mostRecords = 12;
const pauseMs = 60;
const abortedShare = 0.2;
const transactionTimeoutMs = 5_000;

/** Starts to produce at once, some hundred records a second, over all partitions by key. */
export const startFeed = ({ brokers, topic, choices, partitions, keys = 40 }: FeedOptions): Feed => {
  const committed = new Set<string>();
  const aborted = new Set<string>();
  const over = new AbortController();
  let inDoubt = 0;
  let made = 0;

  const keysByPartition = [
    ...Map.groupBy(
      Array.from({ length: keys }, (_, index) => `key-${index}`),
      (key) => partitionFor(key, partitions),
    ).values(),
  ];

  /** Of one partition: kafkajs tells a transaction of several brokers at once, which its coordinator refuses. */
  const messages = (own: SeededChoices) => {
    const choosable = own.pick(keysByPartition);
    return Array.from({ length: own.integer(1, mostRecords + 1) }, () => {
      const fed: FedRecord = { id: String((made += 1)) };
      return { id: fed.id, key: own.pick(choosable), value: JSON.stringify(fed) };
    });
  };

  /** Only what was told its offset counts as sent: kafkajs leaves out without a word what goes to a partition its metadata lacks. */
  const send = async (transaction: Transaction, part: ReturnType<typeof messages>): Promise<void> => {
    const sent = part.map(({ key, value }) => ({ key, value }));
    const [position] = await transaction.send({ topic, messages: sent });
    if (BigInt(position?.baseOffset ?? '-1') < 0n) throw new Error(`${topic} told no offset`);
  };

  /** One producer's life: until it fails, after which its id's next one resolves what it left. */
  const produce = async (transactionalId: string, own: SeededChoices): Promise<void> => {
    const producer = harnessKafka(brokers).producer({
      transactionalId,
      transactionTimeout: transactionTimeoutMs,
      maxInFlightRequests: 1,
      idempotent: true,
      retry: { initialRetryTime: 20, factor: 0, multiplier: 1.5, maxRetryTime: 500, retries: 10 },
    });
    try {
      await producer.connect();
      while (!over.signal.aborted) {
        const transaction = await producer.transaction();
        const ids: string[] = [];
        for (let parts = own.integer(1, 4); parts > 0; parts -= 1) {
          const part = messages(own);
          part.forEach(({ id }) => {
            ids.push(id);
            aborted.add(id);
          });
          await send(transaction, part);
        }
        if (own.chance(abortedShare)) {
          await transaction.abort();
        } else {
          // From here on its outcome is the broker's.
          ids.forEach((id) => aborted.delete(id));
          await transaction.commit();
          ids.forEach((id) => committed.add(id));
        }
        await pause(own.integer(0, pauseMs));
      }
    } finally {
      await producer.disconnect();
    }
  };

  const keepProducing = async (transactionalId: string, own: SeededChoices): Promise<void> => {
    while (!over.signal.aborted) {
      try {
        await produce(transactionalId, own);
      } catch {
        // Whatever it was, the outcome is unknown: the audit asks the log.
        inDoubt += 1;
      }
    }
  };

  const running = Array.from({ length: producers }, (_, index) =>
    keepProducing(`${topic}.feed-${index}`, choices.branch()),
  );
  return {
    fed: {
      committed,
      aborted,
      get inDoubt() {
        return inDoubt;
      },
    },
    stop: async () => {
      over.abort();
      await Promise.all(running);
    },
  };
};
