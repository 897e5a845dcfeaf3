import { randomUUID } from 'node:crypto';
import { Kafka, logLevel } from 'kafkajs';

/** Follows a topic, read committed, from its present end. */
export interface LogFollower extends AsyncDisposable {
  /** When (performance.now) the first record of a key arrived; resolves when it has. */
  arrival(key: string): Promise<number>;
}

/** A plain kafkajs consumer: what anybody would measure with. Resolves when it has its partitions. */
export async function followLog(brokers: readonly string[], topic: string): Promise<LogFollower> {
  const kafka = new Kafka({ brokers: [...brokers], clientId: 'bench', logLevel: logLevel.NOTHING });
  const consumer = kafka.consumer({ groupId: `bench-${randomUUID()}`, maxWaitTimeInMs: 100 });
  const arrivals = new Map<string, PromiseWithResolvers<number>>();
  const slot = (key: string) => {
    const existing = arrivals.get(key);
    if (existing !== undefined) return existing;
    const made = Promise.withResolvers<number>();
    arrivals.set(key, made);
    return made;
  };

  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: false });
  const joined = new Promise<void>((resolve) => {
    consumer.on(consumer.events.GROUP_JOIN, () => resolve());
  });
  const fetched = new Promise<void>((resolve) => {
    consumer.on(consumer.events.FETCH, () => resolve());
  });
  await consumer.run({
    autoCommit: false,
    partitionsConsumedConcurrently: 6,
    eachBatch: async ({ batch }) => {
      const now = performance.now();
      for (const { key } of batch.messages) slot(key?.toString() ?? '').resolve(now);
    },
  });
  await joined;
  // Positions at the end are taken with the first fetch.
  await fetched;

  return {
    arrival: (key) => slot(key).promise,
    async [Symbol.asyncDispose]() {
      await consumer.disconnect();
    },
  };
}
