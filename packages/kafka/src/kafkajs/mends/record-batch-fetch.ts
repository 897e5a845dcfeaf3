import type { AbortedTransaction, FetchedPartition, FetchResponse, Internals } from '../internals.ts';
import { decodeRecordBatches, isRecordBatch } from './record-batch-decoder.ts';

interface DecodedPartition extends FetchedPartition {
  readonly lastStartOffset: string;
  readonly preferredReadReplica: number;
}

interface DecodedResponse extends FetchResponse {
  readonly throttleTime: number;
  readonly clientSideThrottleTime: number;
  readonly errorCode: number;
  readonly sessionId: number;
}

type Lookup = Internals['compression']['lookupCodecByAttributes'];

/** A fetched partition holds message sets of before Kafka 0.11, which this decoder does not read. */
export const legacy = Symbol('legacy message sets');

/** A Fetch response of version 11 as the stock decoder returns it, or `legacy`. */
export const decodeFetch = async (raw: Buffer, codecOf: Lookup): Promise<DecodedResponse | typeof legacy> => {
  const reader = new ResponseReader(raw);
  const clientSideThrottleTime = reader.int32();
  const errorCode = reader.int16();
  const sessionId = reader.int32();
  const responses: { topicName: string; partitions: DecodedPartition[] }[] = [];
  for (let topics = reader.int32(); topics > 0; topics -= 1) {
    const topicName = reader.text();
    const partitions: DecodedPartition[] = [];
    for (let count = reader.int32(); count > 0; count -= 1) {
      const partition = await decodePartition(reader, codecOf);
      if (partition === legacy) return legacy;
      partitions.push(partition);
    }
    responses.push({ topicName, partitions });
  }
  // A broker that throttles has not held this response back: kafkajs' queue waits instead (KIP-219).
  return { throttleTime: 0, clientSideThrottleTime, errorCode, sessionId, responses };
};

const decodePartition = async (
  reader: ResponseReader,
  codecOf: Lookup,
): Promise<DecodedPartition | typeof legacy> => {
  const partition = reader.int32();
  const errorCode = reader.int16();
  const highWatermark = reader.int64();
  const lastStableOffset = reader.int64();
  const lastStartOffset = reader.int64();
  const abortedTransactions: AbortedTransaction[] = [];
  for (let count = reader.int32(); count > 0; count -= 1) {
    abortedTransactions.push({ producerId: reader.int64(), firstOffset: reader.int64() });
  }
  const preferredReadReplica = reader.int32();
  const bytes = reader.bytes();
  if (bytes.length > 0 && !isRecordBatch(bytes)) return legacy;
  return {
    partition,
    errorCode,
    highWatermark,
    lastStableOffset,
    lastStartOffset,
    abortedTransactions,
    preferredReadReplica,
    messages: await decodeRecordBatches(bytes, codecOf),
  };
};

class ResponseReader {
  private readonly raw: Buffer;
  private at = 0;

  constructor(raw: Buffer) {
    this.raw = raw;
  }

  int16(): number {
    this.at += 2;
    return this.raw.readInt16BE(this.at - 2);
  }

  int32(): number {
    this.at += 4;
    return this.raw.readInt32BE(this.at - 4);
  }

  int64(): string {
    this.at += 8;
    return this.raw.readBigInt64BE(this.at - 8).toString();
  }

  text(): string {
    const length = this.int16();
    this.at += length;
    return this.raw.toString('utf8', this.at - length, this.at);
  }

  /** Empty where the broker has sent null. */
  bytes(): Buffer {
    const length = Math.max(0, this.int32());
    this.at += length;
    return this.raw.subarray(this.at - length, this.at);
  }
}
