import kafkajs from 'kafkajs';
import { given, report } from '../contestant.ts';
import type { Load, RateReport } from '../load.ts';
import { rateClock } from '../rate-clock.ts';

// Stock kafkajs with nothing around it: a batch cut to size, each cut one transaction. No handler, no order by key, no mends.
const { brokers, input, output, group, transactionRecords, ...load } = given<Load>();
const clock = rateClock(load);
const kafka = new kafkajs.Kafka({
  brokers: [...brokers],
  clientId: 'bench-kafkajs',
  logLevel: kafkajs.logLevel.NOTHING,
});
const producer = kafka.producer({
  transactionalId: group,
  maxInFlightRequests: 1,
  createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
  // Its default waits 300 ms whenever the broker still completes the transaction before.
  retry: { initialRetryTime: 5, retries: 20 },
});
const consumer = kafka.consumer({ groupId: group });
await producer.connect();
await consumer.connect();
await consumer.subscribe({ topics: [input], fromBeginning: true });
await consumer.run({
  autoCommit: false,
  eachBatch: async (payload) => {
    const { batch } = payload;
    for (let start = 0; start < batch.messages.length; start += transactionRecords) {
      const cut = batch.messages.slice(start, start + transactionRecords);
      const last = cut.at(-1)?.offset ?? '-1';
      const transaction = await producer.transaction();
      await transaction.send({ topic: output, messages: cut.map(({ key, value }) => ({ key, value })) });
      await transaction.sendOffsets({
        consumerGroupId: group,
        topics: [
          { topic: input, partitions: [{ partition: batch.partition, offset: String(BigInt(last) + 1n) }] },
        ],
      });
      await transaction.commit();
      payload.resolveOffset(last);
      clock.handled(cut.length);
      await payload.heartbeat();
    }
  },
});
report<RateReport>({ recordsPerSecond: await clock.rate });
await consumer.disconnect();
await producer.disconnect();
