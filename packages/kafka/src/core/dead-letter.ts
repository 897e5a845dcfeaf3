import type { KafkaRecord, OutputRecord } from './record.ts';

/** Headers added to a dead letter, after the original ones. */
export const deadLetterHeaders = {
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

/**
 * The dead letter of a record: key, value and headers byte for byte (the trace among them), in the partition of the
 * same number, with its coordinates and the error added as headers. Message and stack are cut at 1 and 4 KiB.
 */
export const deadLetter = (
  record: KafkaRecord,
  about: { readonly to: string; readonly group: string; readonly attempts: number; readonly error: unknown },
): OutputRecord & { readonly partition: number } => {
  const { name, message, stack } = describe(about.error);
  const headers = deadLetterHeaders;
  return {
    topic: about.to,
    partition: record.partition,
    key: record.key,
    value: record.value,
    headers: [
      ...record.headers,
      [headers.topic, record.topic],
      [headers.partition, String(record.partition)],
      [headers.offset, String(record.offset)],
      [headers.timestamp, String(record.timestamp)],
      [headers.group, about.group],
      [headers.attempts, String(about.attempts)],
      [headers.errorName, name.slice(0, maxMessage)],
      [headers.errorMessage, message.slice(0, maxMessage)],
      [headers.errorStack, stack.slice(0, maxStack)],
    ],
  };
};
