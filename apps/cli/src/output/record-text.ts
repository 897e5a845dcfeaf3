import type { KafkaRecord } from '@orderflow/kafka/core';
import { bytesText, jsonBytes, type JsonBytes, printable } from './bytes.ts';

/** A record as JSON, byte for byte: headers in their order, with names that come twice. */
export interface JsonRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  readonly timestamp: string;
  readonly key: JsonBytes;
  readonly headers: readonly { readonly name: string; readonly value: JsonBytes }[];
  readonly value: JsonBytes;
}

export const jsonRecord = (record: KafkaRecord): JsonRecord => ({
  topic: record.topic,
  partition: record.partition,
  offset: record.offset,
  timestamp: timeText(record.timestamp),
  key: jsonBytes(record.key),
  headers: record.headers.map(([name, value]) => ({ name, value: jsonBytes(value) })),
  value: jsonBytes(record.value),
});

/** A record as a few lines: where and when, its key, its headers, its value. */
export const recordText = (record: KafkaRecord): string => {
  const { topic, partition, offset, timestamp, key, value } = record;
  const lines = [
    `${topic}[${partition}]@${offset}  ${timeText(timestamp)}  ${key === null ? '(no key)' : bytesText(key)}`,
    ...headerLines(record.headers),
    value === null ? '(tombstone)' : bytesText(value),
  ];
  return `${lines.join('\n  ')}\n`;
};

export const headerLines = (headers: KafkaRecord['headers']): string[] =>
  headers.map(([name, value]) => `${printable(name)}: ${bytesText(value)}`);

const latestDate = 8.64e15;

/** RFC 3339 in UTC; a time that no date can hold, as producers may write it, as its number. */
export const timeText = (timestamp: number): string =>
  Math.abs(timestamp) > latestDate ? String(timestamp) : new Date(timestamp).toISOString();
