import type { CompressionCodec } from '../codecs/compression-codec.ts';
import type { BatchContext, RawRecord } from '../internals.ts';
import { RecordReader } from './record-batch-varint.ts';

/** A record as kafkajs holds it. */
export interface DecodedRecord extends RawRecord {
  readonly magicByte: number;
  readonly attributes: number;
  readonly batchContext: BatchContext;
}

const magic = 2;
const attribute = { logAppendTime: 0x8, transactional: 0x10, control: 0x20 };
/** Where the fields of a batch are, in bytes from its start (KIP-98). */
const field = {
  length: 8,
  leaderEpoch: 12,
  magic: 16,
  attributes: 21,
  lastOffsetDelta: 23,
  firstTimestamp: 27,
  maxTimestamp: 35,
  producerId: 43,
  producerEpoch: 51,
  firstSequence: 53,
  count: 57,
  records: 61,
};
/** What precedes the bytes that `length` counts. */
const lengthOverhead = field.leaderEpoch;

/** Whether the bytes begin with a record batch; before Kafka 0.11 they were message sets, which are left to the stock decoder. */
export const isRecordBatch = (bytes: Buffer): boolean => bytes[field.magic] === magic;

/**
 * All records of a partition's fetched batches, as the stock decoder returns them, in one pass and without copies: keys and
 * values are views of the response. A last batch that the fetch has cut off is left out.
 *
 * Two faults of the stock decoder are gone: a header named as a property of objects is what the log holds, and a fetch of more
 * records than a call takes arguments does not overflow the stack.
 */
export const decodeRecordBatches = async (
  bytes: Buffer,
  codecOf: (attributes: number) => CompressionCodec | null,
): Promise<DecodedRecord[]> => {
  const records: DecodedRecord[] = [];
  let start = 0;
  while (start + field.records <= bytes.length) {
    const end = start + lengthOverhead + bytes.readInt32BE(start + field.length);
    if (end > bytes.length) break;
    const codec = codecOf(bytes.readInt16BE(start + field.attributes));
    const count = bytes.readInt32BE(start + field.count);
    const context = contextOf(bytes, start);
    if (!codec) {
      readRecords(new RecordReader(bytes, start + field.records), count, context, records);
    } else if (count > 0) {
      const decompressed = await codec.decompress(bytes.subarray(start + field.records, end));
      readRecords(new RecordReader(decompressed, 0), count, context, records);
    }
    start = end;
  }
  return records;
};

const contextOf = (bytes: Buffer, start: number): BatchContext => {
  const attributes = bytes.readInt16BE(start + field.attributes);
  const int64 = (at: number): string => bytes.readBigInt64BE(start + at).toString();
  return {
    firstOffset: int64(0),
    firstTimestamp: int64(field.firstTimestamp),
    partitionLeaderEpoch: bytes.readInt32BE(start + field.leaderEpoch),
    inTransaction: (attributes & attribute.transactional) > 0,
    isControlBatch: (attributes & attribute.control) > 0,
    lastOffsetDelta: bytes.readInt32BE(start + field.lastOffsetDelta),
    producerId: int64(field.producerId),
    producerEpoch: bytes.readInt16BE(start + field.producerEpoch),
    firstSequence: bytes.readInt32BE(start + field.firstSequence),
    maxTimestamp: int64(field.maxTimestamp),
    timestampType: (attributes & attribute.logAppendTime) > 0 ? 1 : 0,
    magicByte: magic,
  };
};

const readRecords = (
  reader: RecordReader,
  count: number,
  batchContext: BatchContext,
  records: DecodedRecord[],
): void => {
  const offsetAt = sums(batchContext.firstOffset);
  const timestampAt =
    batchContext.timestampType === 1 ? () => batchContext.maxTimestamp : sums(batchContext.firstTimestamp);
  for (let index = 0; index < count; index += 1) {
    const length = reader.varint();
    const end = reader.position + length;
    const attributes = reader.int8();
    const timestamp = timestampAt(reader.varlong());
    const offset = offsetAt(reader.varint());
    const key = reader.bytesOrNull();
    const value = reader.bytesOrNull();
    const headers = readHeaders(reader);
    reader.skipTo(end);
    records.push({
      magicByte: magic,
      attributes,
      timestamp,
      offset,
      key,
      value,
      headers,
      isControlRecord: batchContext.isControlBatch,
      batchContext,
    });
  }
};

/** Adds to a base, as text: in numbers as long as they are exact, and once for deltas that come one after the other. */
const sums = (base: string): ((delta: bigint | number) => string) => {
  const start = Number(base);
  let last: bigint | number = 0;
  let text = base;
  return (delta) => {
    if (delta === last) return text;
    const sum = typeof delta === 'number' ? start + delta : Number.NaN;
    last = delta;
    text =
      Number.isSafeInteger(sum) && Number.isSafeInteger(start)
        ? String(sum)
        : BigInt.asIntN(64, BigInt(base) + BigInt(delta)).toString();
    return text;
  };
};

/** Most records have none, and then share this. */
const noHeaders: RawRecord['headers'] = Object.freeze({});

const readHeaders = (reader: RecordReader): RawRecord['headers'] => {
  const count = reader.varint();
  if (count <= 0) return noHeaders;
  const headers: Record<string, Buffer | null | (Buffer | null)[]> = {};
  for (let index = 0; index < count; index += 1) {
    const name = reader.text();
    const value = reader.bytesOrNull();
    const known = Object.hasOwn(headers, name) ? headers[name] : undefined;
    const next = known === undefined ? value : Array.isArray(known) ? [...known, value] : [known, value];
    // An assignment would set the prototype where the name is __proto__.
    Object.defineProperty(headers, name, {
      value: next,
      writable: true,
      enumerable: true,
      configurable: true,
    });
  }
  return headers;
};
