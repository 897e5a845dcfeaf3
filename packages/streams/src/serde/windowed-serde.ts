import type { Windowed } from '../windows/windowed.ts';
import { longBytes, putLong } from './long-bytes.ts';
import type { Serde } from './serde.ts';

/** The bytes of a key, and room for longs after them. */
const withRoom = (key: Uint8Array | null, longs: number): Uint8Array => {
  if (key === null) throw new TypeError('null is no key of a window');
  const bytes = new Uint8Array(key.length + longs * longBytes);
  bytes.set(key);
  return bytes;
};

const parted = (
  bytes: Uint8Array | null,
  longs: number,
): { key: Uint8Array; long: (index: number) => number } => {
  const length = (bytes?.length ?? 0) - longs * longBytes;
  if (bytes === null || length < 0) throw new TypeError('too short for the key of a window');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return {
    key: bytes.subarray(0, length),
    long: (index) => Number(view.getBigInt64(length + index * longBytes)),
  };
};

/**
 * Keys of windows whose size is known: the key's bytes, then the start as a long. What Kafka Streams' TimeWindowedSerializer writes and
 * its TimeWindowedDeserializer reads.
 */
export const timeWindowedSerde = <K>(key: Serde<K>, sizeMs: number): Serde<Windowed<K>> => ({
  serialize: ({ key: of, start }) => {
    const bytes = withRoom(key.serialize(of), 1);
    putLong(bytes, bytes.length - longBytes, start);
    return bytes;
  },
  deserialize: (bytes) => {
    const { key: of, long } = parted(bytes, 1);
    return { key: key.deserialize(of), start: long(0), end: long(0) + sizeMs };
  },
});

/** Keys of sessions: the key's bytes, then the end and the start as longs. As Kafka Streams' SessionWindowedSerializer. */
export const sessionWindowedSerde = <K>(key: Serde<K>): Serde<Windowed<K>> => ({
  serialize: ({ key: of, start, end }) => {
    const bytes = withRoom(key.serialize(of), 2);
    putLong(bytes, bytes.length - 2 * longBytes, end);
    putLong(bytes, bytes.length - longBytes, start);
    return bytes;
  },
  deserialize: (bytes) => {
    const { key: of, long } = parted(bytes, 2);
    return { key: key.deserialize(of), end: long(0), start: long(1) };
  },
});
