import type { HeaderValue, MessageHeaders, ProducedMessage } from '../internals.ts';
import type { Encodable } from './record-batch-encoder.ts';
import { varintSize, writeVarint } from './record-batch-varint.ts';

type Bytes = Buffer | string | null | undefined;
type Header = readonly [name: string, value: HeaderValue];

/**
 * The records of a batch, uncompressed. A null header is sent as null (length -1) and an undefined one is left out; the stock
 * encoder throws on both (tulios/kafkajs#1500).
 */
export const encodableRecords = (
  messages: readonly ProducedMessage[],
  timestamps: readonly number[],
  firstTimestamp: number,
): Encodable => {
  const headers = messages.map((message) => headerList(message.headers));
  const deltas = timestamps.map((each) => each - firstTimestamp);
  const sizes = messages.map((message, index) =>
    bodySize(message, headers[index] ?? [], deltas[index] ?? 0, index),
  );
  return {
    bytes: sizes.reduce((sum, size) => sum + varintSize(size) + size, 0),
    write: (target, start) => {
      let at = start;
      messages.forEach(({ key, value }, index) => {
        at = writeVarint(target, sizes[index] ?? 0, at);
        // No attribute of a record is in use.
        target[at++] = 0;
        at = writeVarint(target, deltas[index] ?? 0, at);
        at = writeVarint(target, index, at);
        at = writeBytes(target, key, at);
        at = writeBytes(target, value, at);
        at = writeHeaders(target, headers[index] ?? [], at);
      });
    },
  };
};

const none: readonly Header[] = [];

const headerList = (headers: MessageHeaders | undefined): readonly Header[] => {
  if (headers === undefined) return none;
  const list: Header[] = [];
  for (const name of Object.keys(headers)) {
    const value = headers[name];
    for (const each of Array.isArray(value) ? value : [value])
      if (each !== undefined) list.push([name, each]);
  }
  return list;
};

const bodySize = (
  { key, value }: ProducedMessage,
  headers: readonly Header[],
  timestampDelta: number,
  offsetDelta: number,
): number => {
  const attributes = 1;
  let size =
    attributes + varintSize(timestampDelta) + varintSize(offsetDelta) + bytesSize(key) + bytesSize(value);
  size += varintSize(headers.length);
  for (const [name, each] of headers) size += bytesSize(name) + bytesSize(each);
  return size;
};

const lengthOf = (value: Buffer | string): number =>
  typeof value === 'string' ? Buffer.byteLength(value) : value.length;

const bytesSize = (value: Bytes): number => {
  if (value === null || value === undefined) return 1;
  const length = lengthOf(value);
  return varintSize(length) + length;
};

const writeBytes = (target: Buffer, value: Bytes, start: number): number => {
  if (value === null || value === undefined) return writeVarint(target, -1, start);
  const at = writeVarint(target, lengthOf(value), start);
  if (typeof value === 'string') return at + target.write(value, at);
  target.set(value, at);
  return at + value.length;
};

const writeHeaders = (target: Buffer, headers: readonly Header[], start: number): number => {
  let at = writeVarint(target, headers.length, start);
  for (const [name, value] of headers) {
    at = writeBytes(target, name, at);
    at = writeBytes(target, value, at);
  }
  return at;
};
