import type { IHeaders, Message } from 'kafkajs';
import type { HeaderEntry, KafkaRecord, OutputRecord } from './record.ts';

interface FetchedRecord {
  readonly offset: string;
  readonly timestamp: string;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers?: object | undefined;
}

/** Most records have none, and then share this. */
const noHeaders: readonly HeaderEntry[] = Object.freeze([]);

const headerEntries = (headers: object = {}): readonly HeaderEntry[] => {
  const entries = Object.entries(headers);
  if (entries.length === 0) return noHeaders;
  return entries.flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((each): HeaderEntry => [name, each]),
  );
};

export const toRecord = (topic: string, partition: number, fetched: FetchedRecord): KafkaRecord => ({
  topic,
  partition,
  offset: BigInt(fetched.offset),
  timestamp: Number(fetched.timestamp),
  key: fetched.key,
  value: fetched.value,
  headers: headerEntries(fetched.headers),
});

const noHeadersByName: IHeaders = Object.freeze({});

/**
 * kafkajs takes headers by name; the mend sends the null among them, for which its types have no place. A name may be that of
 * a property which every object has, so they are gathered apart from any.
 */
const headersByName = (headers: OutputRecord['headers'] = []): IHeaders => {
  if (headers.length === 0) return noHeadersByName;
  const byName = new Map<string, (Buffer | string)[]>();
  for (const [name, value] of headers) {
    if (value === undefined) continue;
    const values = byName.get(name) ?? [];
    values.push(value as Buffer | string);
    byName.set(name, values);
  }
  return Object.fromEntries(byName);
};

export const toMessage = (output: OutputRecord, partition: number): Message => {
  const { key, value, timestamp } = output;
  const message: Message = { partition, key, value, headers: headersByName(output.headers) };
  if (timestamp !== undefined) message.timestamp = String(timestamp);
  return message;
};

const length = (value: Buffer | string | null | undefined): number =>
  value === null || value === undefined ? 0 : Buffer.byteLength(value);

/** Bytes a record takes in a batch before compression: an upper bound within the format's few bytes of overhead. */
export const byteSize = ({
  key,
  value,
  headers = [],
}: Pick<OutputRecord, 'key' | 'value' | 'headers'>): number => {
  const overhead = 64;
  return headers.reduce(
    (sum, [name, headerValue]) => sum + Buffer.byteLength(name) + length(headerValue) + 10,
    overhead + length(key) + length(value),
  );
};
