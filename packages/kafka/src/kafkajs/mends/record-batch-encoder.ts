import type { CompressionCodec } from '../codecs/compression-codec.ts';
import type { ProducedMessage } from '../internals.ts';
import { crc32c } from './record-batch-crc32c.ts';
import { encodableRecords } from './record-encoder.ts';

/** What a batch is made of; the fields of an idempotent producer are -1, 0 and 0 without one. */
export interface BatchToEncode {
  readonly messages: readonly ProducedMessage[];
  /** The timestamp of messages without one, in ms since the epoch. */
  readonly now: number;
  /** Number of the codec, 0 for none. */
  readonly compression: number;
  readonly codec: CompressionCodec | null;
  readonly isTransactional: boolean;
  readonly producerId: bigint;
  readonly producerEpoch: number;
  readonly firstSequence: number;
}

/** Something whose size is settled, to be written where it belongs in a larger buffer. */
export interface Encodable {
  readonly bytes: number;
  /** Writes at `start` exactly `bytes` bytes. */
  write(target: Buffer, start: number): void;
}

const magic = 2;
const transactional = 0x10;
const overhead = 61;
/** What precedes the bytes that the length counts, and those that the checksum covers. */
const lengthEnd = 12;
const checksumEnd = 21;

/** The batch that the stock encoder makes of the same messages, byte for byte (KIP-98). */
export const encodableBatch = async (batch: BatchToEncode): Promise<Encodable> => {
  const { messages, codec } = batch;
  const timestamps = messages.map(({ timestamp }) => (timestamp == null ? batch.now : Number(timestamp)));
  const first = timestamps.reduce((least, each) => Math.min(least, each), Infinity);
  const last = timestamps.reduce((most, each) => Math.max(most, each), -Infinity);
  const plain = encodableRecords(messages, timestamps, first);
  const records = codec ? await compressed(plain, codec) : plain;
  const bytes = overhead + records.bytes;
  return {
    bytes,
    write: (target, start) => {
      records.write(target, start + overhead);
      target.writeBigInt64BE(0n, start);
      target.writeInt32BE(bytes - lengthEnd, start + 8);
      target.writeInt32BE(0, start + lengthEnd);
      target.writeInt8(magic, start + 16);
      target.writeInt16BE(
        batch.compression | (batch.isTransactional ? transactional : 0),
        start + checksumEnd,
      );
      target.writeInt32BE(messages.length - 1, start + 23);
      target.writeBigInt64BE(BigInt(first), start + 27);
      target.writeBigInt64BE(BigInt(last), start + 35);
      target.writeBigInt64BE(batch.producerId, start + 43);
      target.writeInt16BE(batch.producerEpoch, start + 51);
      target.writeInt32BE(batch.firstSequence, start + 53);
      target.writeInt32BE(messages.length, start + 57);
      target.writeUInt32BE(crc32c(target, start + checksumEnd, start + bytes), start + 17);
    },
  };
};

const compressed = async (plain: Encodable, codec: CompressionCodec): Promise<Encodable> => {
  const buffer = Buffer.allocUnsafe(plain.bytes);
  plain.write(buffer, 0);
  const packed = await codec.compress({ buffer });
  return { bytes: packed.length, write: (target, start) => void packed.copy(target, start) };
};
