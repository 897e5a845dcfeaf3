import type { Producer, RecordMetadata } from 'kafkajs';
import { compressionType } from '../kafkajs/compression.ts';
import type { Compression } from '../kafkajs/compression.ts';
import { ofOnePartition } from '../kafkajs/index.ts';
import { isRefusedForEver } from './broker-error.ts';
import { OutputNotAcknowledgedError, OutputRefusedError } from './errors.ts';
import { byteSize, toMessage } from './record-mapping.ts';
import type { PlacedOutput } from './task/prefix.ts';

/** Records of one partition that leave in one request. */
export interface Chunk<Output extends PlacedOutput> {
  readonly topic: string;
  readonly partition: number;
  readonly outputs: readonly Output[];
}

/** A batch for one partition has to fit into the broker's default `message.max.bytes` of 1 MiB. */
const maxChunkBytes = 900_000;

/** The records as they are sent: one partition a request, in order within it, each request within the broker's limit. */
export const chunksByPartition = <Output extends PlacedOutput>(
  outputs: readonly Output[],
): Chunk<Output>[] => {
  const byPartition = Map.groupBy(outputs, ({ topic, partition }) => `${topic}/${partition}`);
  return [...byPartition.values()].flatMap((each) => cut(each));
};

const cut = <Output extends PlacedOutput>(outputs: readonly Output[]): Chunk<Output>[] => {
  const chunks: { topic: string; partition: number; outputs: Output[] }[] = [];
  let size = Infinity;
  for (const output of outputs) {
    const bytes = byteSize(output);
    if (size + bytes > maxChunkBytes) {
      chunks.push({ topic: output.topic, partition: output.partition, outputs: [] });
      size = 0;
    }
    chunks.at(-1)?.outputs.push(output);
    size += bytes;
  }
  return chunks;
};

/**
 * Resolves with the offset of a chunk's first record once the broker has told it; the others follow without a gap.
 *
 * One partition a request, and one request at a time: kafkajs sends to several brokers at once, and while one of them
 * still works it retries on account of another and sends that one's batch again under new sequence numbers. And it leaves
 * out without a word what goes to a partition its metadata lacks, so only a told offset counts.
 *
 * @throws OutputNotAcknowledgedError when nothing was sent, or not known to be: retryable, with fresh metadata
 * @throws OutputRefusedError when the broker will refuse this chunk however often it is sent
 */
export const sendChunk = async (
  producer: Pick<Producer, 'sendBatch'>,
  { topic, partition, outputs }: Chunk<PlacedOutput>,
  compression: Compression = 'none',
): Promise<bigint> => {
  const messages = ofOnePartition(
    outputs.map((output) => toMessage(output, partition)),
    partition,
  );
  let positions: readonly RecordMetadata[];
  try {
    positions = await producer.sendBatch({
      acks: -1,
      compression: compressionType(compression),
      topicMessages: [{ topic, messages }],
    });
  } catch (error) {
    if (isRefusedForEver(error)) throw new OutputRefusedError(topic, partition, { cause: error });
    throw error;
  }
  const found = positions.find((each) => each.topicName === topic && each.partition === partition);
  const offset = BigInt(found?.baseOffset ?? '-1');
  if (offset < 0n) throw new OutputNotAcknowledgedError(topic, partition);
  return offset;
};
