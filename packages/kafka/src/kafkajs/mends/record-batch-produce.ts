import type { Internals, ProduceInput } from '../internals.ts';
import { encodableBatch } from './record-batch-encoder.ts';
import type { Encodable } from './record-batch-encoder.ts';

interface EncodablePartition {
  readonly partition: number;
  readonly batch: Encodable;
}

interface EncodableTopic {
  readonly topic: string;
  readonly partitions: readonly EncodablePartition[];
}

const int32 = 4;

/** The body of a Produce request of version 3 to 7, all of which have the same layout. */
export const encodeProduce = async (
  input: ProduceInput,
  { compression: { Codecs } }: Pick<Internals, 'compression'>,
  now: number,
): Promise<Buffer> => {
  const { transactionalId, acks, timeout, producerId, producerEpoch = 0, compression = 0 } = input;
  const codec = Codecs[compression]?.() ?? null;
  const about = {
    now,
    compression,
    codec,
    isTransactional: Boolean(transactionalId),
    producerId: BigInt(String(producerId ?? -1)),
    producerEpoch,
  };
  const topics: EncodableTopic[] = [];
  for (const { topic, partitions } of input.topicData) {
    const encodable: EncodablePartition[] = [];
    for (const { partition, messages, firstSequence = 0 } of partitions) {
      encodable.push({ partition, batch: await encodableBatch({ ...about, messages, firstSequence }) });
    }
    topics.push({ topic, partitions: encodable });
  }
  return written(transactionalId, acks, timeout, topics);
};

const written = (
  transactionalId: string | null | undefined,
  acks: number,
  timeout: number,
  topics: readonly EncodableTopic[],
): Buffer => {
  const fixed = stringSize(transactionalId) + 2 + int32 + int32;
  const body = Buffer.allocUnsafe(topics.reduce((sum, topic) => sum + topicSize(topic), fixed));
  let at = writeString(body, transactionalId, 0);
  at = body.writeInt16BE(acks, at);
  at = body.writeInt32BE(timeout, at);
  at = body.writeInt32BE(topics.length, at);
  for (const { topic, partitions } of topics) {
    at = writeString(body, topic, at);
    at = body.writeInt32BE(partitions.length, at);
    for (const { partition, batch } of partitions) {
      at = body.writeInt32BE(partition, at);
      at = body.writeInt32BE(batch.bytes, at);
      batch.write(body, at);
      at += batch.bytes;
    }
  }
  return body;
};

const topicSize = ({ topic, partitions }: EncodableTopic): number =>
  partitions.reduce((sum, { batch }) => sum + 2 * int32 + batch.bytes, stringSize(topic) + int32);

const stringSize = (text: string | null | undefined): number => 2 + Buffer.byteLength(text ?? '');

const writeString = (target: Buffer, text: string | null | undefined, start: number): number => {
  const at = target.writeInt16BE(text == null ? -1 : Buffer.byteLength(text), start);
  return at + target.write(text ?? '', at);
};
