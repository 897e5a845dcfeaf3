import { randomUUID } from 'node:crypto';
import { Kafka, logLevel } from 'kafkajs';
import type pg from 'pg';
import { Pool as HttpPool } from 'undici';
import { openLoop } from '../load.ts';
import { percentile } from '../statistics.ts';
import type { LogFollower } from './log-follower.ts';
import { appendRawEvent } from './raw-event.ts';

/** The least that an order's way can take here, in milliseconds: the sum of its parts, each measured alone. */
export interface Floor {
  readonly p50: number;
  readonly p99: number;
}

const perSecond = 100;
const warmUp = 200;
const samples = 1_000;

export interface FloorOptions {
  readonly pool: pg.Pool;
  readonly follower: LogFollower;
  readonly brokers: readonly string[];
  readonly pspUrl: string;
  readonly pspApiKey: string;
}

/** An insert carried to a consumer, a bare consume-produce-commit, and one call to the provider. */
export async function measureFloor(options: FloorOptions): Promise<Floor> {
  const parts = [
    await insertToConsumer(options),
    await consumeProduceCommit(options.brokers),
    await providerCall(options),
  ];
  const sum = (quantile: number) => parts.reduce((total, part) => total + percentile(part, quantile), 0);
  return { p50: sum(0.5), p99: sum(0.99) };
}

async function insertToConsumer({ pool, follower }: FloorOptions): Promise<readonly number[]> {
  return sampled(async () => {
    const id = await appendRawEvent(pool);
    return follower.arrival(id);
  });
}

async function consumeProduceCommit(brokers: readonly string[]): Promise<readonly number[]> {
  const kafka = new Kafka({ brokers: [...brokers], clientId: 'bench', logLevel: logLevel.NOTHING });
  const [input, output] = [`bench-in-${randomUUID()}`, `bench-out-${randomUUID()}`];
  const admin = kafka.admin();
  await admin.connect();
  await admin.createTopics({
    waitForLeaders: true,
    topics: [input, output].map((topic) => ({ topic, numPartitions: 6, replicationFactor: 1 })),
  });
  const groupId = `bench-${randomUUID()}`;
  const feeder = kafka.producer();
  const consumer = kafka.consumer({ groupId, maxWaitTimeInMs: 100 });
  // One transaction at a time a partition; the wait after a commit is kafkajs' own retry, at its shortest useful setting.
  const producers = Array.from({ length: 6 }, (_, partition) =>
    kafka.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      transactionalId: `${groupId}.${partition}`,
      retry: { initialRetryTime: 20, factor: 0, retries: 100 },
    }),
  );
  await Promise.all([
    feeder.connect(),
    consumer.connect(),
    ...producers.map((producer) => producer.connect()),
  ]);
  const committed = new Map<string, PromiseWithResolvers<number>>();
  await consumer.subscribe({ topic: input, fromBeginning: true });
  await consumer.run({
    autoCommit: false,
    partitionsConsumedConcurrently: 6,
    eachBatch: async ({ batch }) => {
      const producer = producers[batch.partition];
      if (producer === undefined) throw new RangeError(`no producer for partition ${batch.partition}`);
      const transaction = await producer.transaction();
      const { partition } = batch;
      await transaction.send({
        topic: output,
        messages: batch.messages.map(({ key, value }) => ({ key, value, partition })),
      });
      const offset = String(BigInt(batch.lastOffset()) + 1n);
      await transaction.sendOffsets({
        consumerGroupId: groupId,
        topics: [{ topic: input, partitions: [{ partition, offset }] }],
      });
      await transaction.commit();
      const now = performance.now();
      for (const { key } of batch.messages) committed.get(key?.toString() ?? '')?.resolve(now);
    },
  });
  try {
    return await sampled(async () => {
      const key = randomUUID();
      const done = Promise.withResolvers<number>();
      committed.set(key, done);
      await feeder.send({ topic: input, messages: [{ key, value: 'x'.repeat(400) }] });
      return done.promise;
    });
  } finally {
    await consumer.disconnect();
    await Promise.all([feeder.disconnect(), ...producers.map((producer) => producer.disconnect())]);
    await admin.deleteTopics({ topics: [input, output] });
    await admin.disconnect();
  }
}

async function providerCall({ pspUrl, pspApiKey }: FloorOptions): Promise<readonly number[]> {
  const http = new HttpPool(pspUrl, { connections: 32 });
  try {
    return await sampled(async () => {
      const reference = randomUUID();
      const { body } = await http.request({
        method: 'POST',
        path: '/charges',
        headers: {
          authorization: `Bearer ${pspApiKey}`,
          'content-type': 'application/json',
          'idempotency-key': reference,
        },
        body: JSON.stringify({ amount: 25_000, currency: 'KRW', method: 'pm_card_ok', reference }),
      });
      await body.dump();
      return performance.now();
    });
  } finally {
    await http.close();
  }
}

/** How long `work` took from its start to the time that it returns, at a steady rate, the warm-up left out. */
async function sampled(work: () => Promise<number>): Promise<readonly number[]> {
  const latencies: number[] = [];
  await openLoop(perSecond, warmUp + samples, async (index) => {
    const start = performance.now();
    const end = await work();
    if (index >= warmUp) latencies.push(end - start);
  });
  return latencies;
}
