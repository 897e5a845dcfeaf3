import kafkajs from 'kafkajs';

/** As many keys as a service has orders in its hands at once. */
const keys = 10_000;

/** Key and lengths of a record, at most. */
const overhead = 30;

/** Below the broker's limit for one batch, even if one partition gets all of a request. */
const requestBytes = 900_000;

/** Fills a topic by stock kafkajs, so that no contestant of ours has a hand in what is consumed. */
export async function fillTopic(
  brokers: readonly string[],
  topic: string,
  { records, bytes }: { readonly records: number; readonly bytes: number },
): Promise<void> {
  const kafka = new kafkajs.Kafka({ brokers: [...brokers], logLevel: kafkajs.logLevel.NOTHING });
  const producer = kafka.producer({ createPartitioner: kafkajs.Partitioners.DefaultPartitioner });
  const value = Buffer.alloc(bytes, 'orderflow ');
  const perRequest = Math.floor(requestBytes / (bytes + overhead));
  await producer.connect();
  try {
    for (let first = 0; first < records; first += perRequest) {
      const messages = Array.from({ length: Math.min(perRequest, records - first) }, (_, index) => ({
        key: `order-${(first + index) % keys}`,
        value,
      }));
      await producer.send({ topic, messages, acks: 1 });
    }
  } finally {
    await producer.disconnect();
  }
}
