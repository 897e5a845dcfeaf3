import type { OutputRecord } from '@orderflow/kafka/core';
import type { SystemUnderTest } from './system-under-test.ts';

export interface ParkedInTest {
  readonly key: string | Buffer | null;
  readonly reason?: 'failed' | 'waiting';
  readonly partition?: number;
  readonly value?: Buffer | string;
  readonly offset?: number;
}

const errorHeaders = [
  ['dlq_error_name', 'TypeError'],
  ['dlq_error_message', 'no such field'],
  ['dlq_error_stack', 'TypeError: no such field\n    at handle (order.ts:1:1)'],
] as const;

/** A dead letter as the transport writes it. */
export const deadLetter = (
  { topic, group, deadLetters }: SystemUnderTest,
  { key, reason = 'failed', partition = 0, value = 'payload', offset = 0 }: ParkedInTest,
): Partial<OutputRecord> => ({
  topic: deadLetters,
  partition,
  key,
  value,
  headers: [
    ['ce_type', 'OrderPlaced'],
    ['dlq_topic', topic],
    ['dlq_partition', String(partition)],
    ['dlq_offset', String(offset)],
    ['dlq_timestamp', '1700000000000'],
    ['dlq_group', group],
    ['dlq_attempts', reason === 'failed' ? '1' : '0'],
    ...(reason === 'failed' ? errorHeaders : []),
    ['dlq_reason', reason],
  ],
});
