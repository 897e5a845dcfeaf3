import type { Producer } from 'kafkajs';
import { kafkaClient, kafkaCluster, metadataMaxAgeMs } from '../kafkajs/kafka-client.ts';
import type { ClientOptions } from '../kafkajs/kafka-client.ts';
import type { Compression } from '../kafkajs/compression.ts';
import { Partitioners } from '../kafkajs/index.ts';
import { logReader } from './log-reader.ts';
import { silentLogger } from './logger.ts';
import { byteSize } from './record-mapping.ts';
import type { OutputRecord } from './record.ts';
import { chunksByPartition, sendChunk } from './send-by-partition.ts';
import { placeOutput } from './task/place-output.ts';
import type { PlacedOutput } from './task/prefix.ts';

/** Where a record came to stand. */
export interface RecordPosition {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
}

/** A producer for code outside a handler: idempotent, its sends in the order of the calls. */
export interface KafkaProducer extends AsyncDisposable {
  /**
   * Resolves when all in-sync replicas have the records, with their positions in order. Rejects otherwise, with
   * `OutputNotAcknowledgedError` (retryable) for a partition newer than the producer's metadata.
   */
  send(records: readonly OutputRecord[]): Promise<readonly RecordPosition[]>;
  /** Waits for what is under way and disconnects. */
  close(): Promise<void>;
}

/** How a producer reaches the cluster and what it sends. */
export interface KafkaProducerOptions extends Omit<ClientOptions, 'logger'> {
  /** By default nothing is logged: each send tells its own outcome. */
  readonly logger?: ClientOptions['logger'];
  /** Of each batch; default `none`. A consumer of any client reads all of them. */
  readonly compression?: Compression;
}

interface Sending {
  readonly records: readonly PlacedOutput[];
  readonly done: PromiseWithResolvers<readonly RecordPosition[]>;
}

const maxBatchBytes = 900_000;
const retry = { initialRetryTime: 20, multiplier: 2, maxRetryTime: 1_000, retries: 12 };

/**
 * An idempotent producer that loses and doubles nothing under concurrent sends: one request is in flight at a time, and
 * sends that arrive meanwhile leave together, partition by partition, in order. A failed send may or may not have been written; its producer is
 * dropped, since kafkajs gives a later batch the sequence numbers of the failed one.
 */
export const kafkaProducer = ({ compression = 'none', ...options }: KafkaProducerOptions): KafkaProducer => {
  const client = { ...options, logger: options.logger ?? silentLogger };
  const cluster = kafkaCluster(client);
  const reader = logReader(cluster);
  let queue: Sending[] = [];
  let producer: Producer | undefined;
  let sending: Promise<void> | undefined;
  let tail: Promise<unknown> = Promise.resolve();
  let keyless = 0;

  const open = async (): Promise<Producer> => {
    const opened = kafkaClient(client).producer({
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      metadataMaxAge: metadataMaxAgeMs,
      createPartitioner: Partitioners.DefaultPartitioner,
      retry,
    });
    await opened.connect();
    return opened;
  };

  const place = (records: readonly OutputRecord[]): Promise<PlacedOutput[]> =>
    Promise.all(
      records.map((record) =>
        placeOutput(record, { reader, inputPartition: keyless++, maxOutputBytes: Infinity }),
      ),
    );

  const takeBatch = (): Sending[] => {
    const batch: Sending[] = [];
    let bytes = 0;
    for (const next of queue) {
      bytes += next.records.reduce((sum, record) => sum + byteSize(record), 0);
      if (batch.length > 0 && bytes > maxBatchBytes) break;
      batch.push(next);
    }
    queue = queue.slice(batch.length);
    return batch;
  };

  const sendAll = async (): Promise<void> => {
    for (let batch = takeBatch(); batch.length > 0; batch = takeBatch()) {
      try {
        producer ??= await open();
        const positions = await sendInOrder(
          producer,
          batch.flatMap(({ records }) => records),
          compression,
        );
        let sent = 0;
        for (const { records, done } of batch) {
          done.resolve(positions.slice(sent, sent + records.length));
          sent += records.length;
        }
      } catch (error) {
        batch.forEach(({ done }) => done.reject(error));
        await producer?.disconnect();
        producer = undefined;
      }
    }
    sending = undefined;
  };

  const close = async (): Promise<void> => {
    await tail.catch(() => undefined);
    await sending;
    await producer?.disconnect();
    producer = undefined;
    await cluster.disconnect();
  };

  return {
    send: (records) => {
      // Placing looks topics up; the chain keeps the order of calls across that.
      const placed = tail
        .catch(() => undefined)
        .then(async () => {
          await cluster.connect();
          return place(records);
        });
      tail = placed;
      return placed.then((outputs) => {
        const done = Promise.withResolvers<readonly RecordPosition[]>();
        queue.push({ records: outputs, done });
        sending ??= sendAll();
        return done.promise;
      });
    },
    close,
    [Symbol.asyncDispose]: close,
  };
};

const sendInOrder = async (
  producer: Producer,
  records: readonly PlacedOutput[],
  compression: Compression,
): Promise<readonly RecordPosition[]> => {
  const sent: (RecordPosition & { readonly index: number })[] = [];
  for (const chunk of chunksByPartition(records.map((record, index) => ({ ...record, index })))) {
    const base = await sendChunk(producer, chunk, compression);
    chunk.outputs.forEach(({ topic, partition, index }, n) => {
      sent.push({ topic, partition, offset: base + BigInt(n), index });
    });
  }
  return sent
    .toSorted((a, b) => a.index - b.index)
    .map(({ topic, partition, offset }) => ({ topic, partition, offset }));
};
