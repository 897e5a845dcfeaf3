import type { KafkaRecord, OutputRecord } from '../record.ts';

/** Headers added to a dead letter, after the original ones. */
export const deadLetterHeaders = {
  reason: 'dlq_reason',
  topic: 'dlq_topic',
  partition: 'dlq_partition',
  offset: 'dlq_offset',
  timestamp: 'dlq_timestamp',
  group: 'dlq_group',
  attempts: 'dlq_attempts',
  errorName: 'dlq_error_name',
  errorMessage: 'dlq_error_message',
  errorStack: 'dlq_error_stack',
} as const;

const maxMessage = 1_024;
const maxStack = 4_096;

const describe = (error: unknown): { name: string; message: string; stack: string } =>
  error instanceof Error
    ? { name: error.name, message: error.message, stack: error.stack ?? '' }
    : { name: typeof error, message: String(error), stack: '' };

/** `failed`: it can't be handled. `waiting`: it never was, since an earlier record of its key waits before it. */
export type DeadLetterReason = 'failed' | 'waiting';

/** Why a record is parked, and how far its handling got. */
export interface Parking {
  readonly to: string;
  readonly group: string;
  readonly reason: DeadLetterReason;
  readonly attempts: number;
  readonly error: unknown;
  /** Milliseconds since the epoch; the letter's own time, by which it is found again. */
  readonly at: number;
}

/**
 * The dead letter of a record: key, value and headers byte for byte (the trace among them), in the partition of the
 * same number, with its coordinates and the error added as headers. Message and stack are cut at 1 and 4 KiB.
 */
export const deadLetter = (
  record: KafkaRecord,
  about: Parking,
): OutputRecord & { readonly partition: number } => {
  const headers = deadLetterHeaders;
  return {
    topic: about.to,
    partition: record.partition,
    key: record.key,
    value: record.value,
    timestamp: about.at,
    headers: [
      ...record.headers,
      [headers.reason, about.reason],
      [headers.topic, record.topic],
      [headers.partition, String(record.partition)],
      [headers.offset, String(record.offset)],
      [headers.timestamp, String(record.timestamp)],
      [headers.group, about.group],
      [headers.attempts, String(about.attempts)],
      ...(about.reason === 'failed' ? errorHeaders(about.error) : []),
    ],
  };
};

const errorHeaders = (error: unknown): readonly (readonly [string, string])[] => {
  const { name, message, stack } = describe(error);
  return [
    [deadLetterHeaders.errorName, name.slice(0, maxMessage)],
    [deadLetterHeaders.errorMessage, message.slice(0, maxMessage)],
    [deadLetterHeaders.errorStack, stack.slice(0, maxStack)],
  ];
};

const { errorName, errorMessage, errorStack, ...always } = deadLetterHeaders;
const addedTo: Readonly<Record<DeadLetterReason, ReadonlySet<string>>> = {
  waiting: new Set(Object.values(always)),
  failed: new Set([...Object.values(always), errorName, errorMessage, errorStack]),
};

/** Ours stand behind the original ones, which bear the same names where a dead letter was sent to a topic by hand. */
export const lastText = (headers: KafkaRecord['headers'], name: string): string | undefined =>
  headers.findLast(([candidate]) => candidate === name)?.[1]?.toString('utf8');

/** Why a dead letter was parked; letters of before there were reasons had all failed. */
export const reasonOf = (letter: KafkaRecord): DeadLetterReason =>
  lastText(letter.headers, deadLetterHeaders.reason) === 'waiting' ? 'waiting' : 'failed';

/** The record that a dead letter was made of, as its consumer first saw it; undefined where its coordinates are missing. */
export const originalOf = (letter: KafkaRecord): KafkaRecord | undefined => {
  const named = (name: string): string | undefined => lastText(letter.headers, name);
  const topic = named(deadLetterHeaders.topic);
  const [partition, offset, timestamp] = [
    deadLetterHeaders.partition,
    deadLetterHeaders.offset,
    deadLetterHeaders.timestamp,
  ].map(named);
  const counts = [partition, offset, timestamp].every((text) => text !== undefined && /^\d+$/.test(text));
  if (topic === undefined || offset === undefined || !counts) return undefined;
  return {
    topic,
    partition: Number(partition),
    offset: BigInt(offset),
    timestamp: Number(timestamp),
    key: letter.key,
    value: letter.value,
    headers: withoutAdded(letter),
  };
};

const withoutAdded = (letter: KafkaRecord): KafkaRecord['headers'] => {
  const added = addedTo[reasonOf(letter)];
  return letter.headers.filter(
    ([name], index, all) => !added.has(name) || all.findLastIndex(([other]) => other === name) !== index,
  );
};
