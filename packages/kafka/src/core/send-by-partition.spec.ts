import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Producer } from 'kafkajs';
import { requireKafkajs } from '../kafkajs/internals.ts';
import { Kafka, logLevel } from '../kafkajs/index.ts';
import { chunksByPartition, sendChunk } from './send-by-partition.ts';
import type { PlacedOutput } from './task/prefix.ts';

const output = (partition: number, value: string, topic = 'out'): PlacedOutput => ({
  topic,
  partition,
  key: null,
  value,
});

interface ProduceRequest {
  readonly topicData: readonly {
    readonly topic: string;
    readonly partitions: readonly {
      readonly partition: number;
      readonly firstSequence: number;
      readonly messages: readonly { readonly value: string }[];
    }[];
  }[];
}

/** A broker that keeps a log per partition and, as a real one, drops a batch whose sequence it has seen. */
class FakeBroker {
  readonly nodeId: number;
  readonly log: string[] = [];
  #nextSequence = 0;
  /** Awaited before an answer. */
  beforeAnswer: () => Promise<void> = () => Promise.resolve();

  constructor(nodeId: number) {
    this.nodeId = nodeId;
  }

  async initProducerId() {
    return { producerId: '1', producerEpoch: 0 };
  }

  async produce({ topicData }: ProduceRequest) {
    const topics = topicData.map(({ topic, partitions }) => ({
      topicName: topic,
      partitions: partitions.map(({ partition, firstSequence, messages }) => {
        const baseOffset = String(firstSequence);
        if (firstSequence >= this.#nextSequence) {
          this.log.push(...messages.map(({ value }) => value));
          this.#nextSequence = firstSequence + messages.length;
        }
        return { partition, errorCode: 0, baseOffset };
      }),
    }));
    await this.beforeAnswer();
    return { topics };
  }
}

/** kafkajs' own idempotent producer over two brokers, each of which leads the partition of its number. */
const producerOver = async (brokers: readonly FakeBroker[]): Promise<Pick<Producer, 'sendBatch'>> => {
  const load = <T>(id: string): T => requireKafkajs(id) as T;
  const logger = new Kafka({ brokers: ['localhost:1'], logLevel: logLevel.NOTHING }).logger();
  const retry = { initialRetryTime: 5, factor: 0, multiplier: 1, maxRetryTime: 5, retries: 5 };
  const partitionMetadata = brokers.map(({ nodeId }) => ({ partitionId: nodeId, leader: nodeId }));
  const cluster = {
    retry,
    targetTopics: new Set(['out']),
    isConnected: () => true,
    refreshMetadata: async () => undefined,
    refreshMetadataIfNecessary: async () => undefined,
    addMultipleTargetTopics: async () => undefined,
    removeBroker: () => undefined,
    findControllerBroker: async () => brokers[0],
    findBroker: async ({ nodeId }: { nodeId: string }) => brokers[Number(nodeId)],
    findTopicPartitionMetadata: () => partitionMetadata,
    findLeaderForPartitions: (_: string, partitions: readonly string[]) =>
      Object.fromEntries(partitions.map((each) => [each, [Number(each)]])),
  };
  type Create<Made> = (options: object) => Made;
  const eosManager = load<Create<{ initProducerId(): Promise<void> }>>('kafkajs/src/producer/eosManager')({
    logger,
    cluster,
    transactional: false,
  });
  await eosManager.initProducerId();
  return load<Create<Pick<Producer, 'sendBatch'>>>('kafkajs/src/producer/messageProducer')({
    logger,
    cluster,
    eosManager,
    idempotent: true,
    partitioner: ({ message }: { message: { partition: number } }) => message.partition,
    retrier: load<Create<unknown>>('kafkajs/src/retry')(retry),
    getConnectionStatus: () => 'connected',
  });
};

describe('a send that two brokers share', () => {
  const outputs = [output(0, 'a'), output(1, 'b')];
  let failing: FakeBroker;
  let slow: FakeBroker;

  /** The first broker answers its first request with an error, while the other still works on its own. */
  beforeEach(() => {
    failing = new FakeBroker(0);
    slow = new FakeBroker(1);
    const retried = Promise.withResolvers<void>();
    let failures = 1;
    failing.beforeAnswer = async () => {
      if (failures === 0) return retried.resolve();
      failures -= 1;
      throw Object.assign(new Error('not leader'), { name: 'KafkaJSProtocolError', retriable: true });
    };
    let waits = 1;
    slow.beforeAnswer = async () => {
      waits -= 1;
      if (waits === 0 && failures === 0) await retried.promise;
    };
  });

  it("leaves a batch twice in a broker's log by kafkajs' own way", async () => {
    const producer = await producerOver([failing, slow]);
    const messages = outputs.map(({ partition, value, key }) => ({ partition, value, key }));
    await producer.sendBatch({ acks: -1, topicMessages: [{ topic: 'out', messages }] });
    expect([failing.log, slow.log]).toEqual([['a'], ['b', 'b']]);
  });

  it('leaves every batch once when it is sent partition by partition', async () => {
    const producer = await producerOver([failing, slow]);
    for (const chunk of chunksByPartition(outputs)) await sendChunk(producer, chunk);
    expect([failing.log, slow.log]).toEqual([['a'], ['b']]);
  });
});

describe('the requests of a send', () => {
  it('hold one partition each, in order, and no more than a broker takes', () => {
    const large = 'x'.repeat(500_000);
    const outputs = [
      output(0, large),
      output(1, 'b'),
      output(0, large),
      output(1, 'c'),
      output(1, 'd', 'else'),
    ];
    const sizes = chunksByPartition(outputs).map(({ topic, partition, outputs: each }) => [
      topic,
      partition,
      each.map(({ value }) => String(value).length),
    ]);
    expect(sizes).toEqual([
      ['out', 0, [500_000]],
      ['out', 0, [500_000]],
      ['out', 1, [1, 1]],
      ['else', 1, [1]],
    ]);
  });
});

describe('a chunk', () => {
  const [chunk] = chunksByPartition([output(1, 'a')]);
  const answering = (...offsets: readonly string[]): Pick<Producer, 'sendBatch'> => ({
    sendBatch: async () =>
      offsets.map((baseOffset) => ({ topicName: 'out', partition: 1, errorCode: 0, baseOffset })),
  });

  it('stands at the offset that the broker told', async () => {
    expect(chunk && (await sendChunk(answering('7'), chunk))).toBe(7n);
  });

  it.each([[[]], [['-1']]])('is not taken for written when the offsets told are %j', async (offsets) => {
    await expect(chunk && sendChunk(answering(...offsets), chunk)).rejects.toMatchObject({
      code: 'OUTPUT_NOT_ACKNOWLEDGED',
      retryable: true,
    });
  });

  it.each([
    [10, 'OUTPUT_REFUSED'],
    [18, 'OUTPUT_REFUSED'],
    [32, 'OUTPUT_REFUSED'],
    [87, 'OUTPUT_REFUSED'],
    [7, 7],
  ])('that is answered with error %i fails with %s', async (code, expected) => {
    const refusing = { sendBatch: () => Promise.reject(Object.assign(new Error('refused'), { code })) };
    await expect(chunk && sendChunk(refusing, chunk)).rejects.toMatchObject({ code: expected });
  });
});
