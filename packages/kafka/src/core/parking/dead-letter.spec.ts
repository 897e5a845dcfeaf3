import { describe, expect, it } from '@jest/globals';
import type { HeaderEntry, KafkaRecord } from '../record.ts';
import { deadLetter, originalOf, reasonOf } from './dead-letter.ts';

const record: KafkaRecord = {
  topic: 'in',
  partition: 3,
  offset: 42n,
  timestamp: 7,
  key: Buffer.from([0, 255]),
  value: Buffer.from('{bad'),
  headers: [['traceparent', Buffer.from('00-1')]],
};

const failed = { to: 'd', group: 'g', reason: 'failed', attempts: 1, at: 0 } as const;

describe('a dead letter', () => {
  it('carries the original bytes and headers in the same partition, and the coordinates after them', () => {
    const letter = deadLetter(record, {
      to: 'in.g.dlq',
      group: 'g',
      reason: 'failed',
      attempts: 2,
      at: 99,
      error: new SyntaxError('bad'),
    });
    expect(letter).toMatchObject({ topic: 'in.g.dlq', partition: 3, timestamp: 99 });
    expect(letter).toMatchObject({ key: record.key, value: record.value });
    expect(letter.headers?.slice(0, 9)).toEqual([
      ...record.headers,
      ['dlq_reason', 'failed'],
      ['dlq_topic', 'in'],
      ['dlq_partition', '3'],
      ['dlq_offset', '42'],
      ['dlq_timestamp', '7'],
      ['dlq_group', 'g'],
      ['dlq_attempts', '2'],
      ['dlq_error_name', 'SyntaxError'],
    ]);
  });

  it('cuts what an error may carry, whatever was thrown', () => {
    const long = deadLetter(record, {
      ...failed,
      error: new Error('x'.repeat(99_999)),
    });
    const bytes = (long.headers ?? []).reduce((sum, [, value]) => sum + Buffer.byteLength(value ?? ''), 0);
    expect(bytes).toBeLessThan(6_000);
    const text = deadLetter(record, { ...failed, error: undefined });
    expect(text.headers).toContainEqual(['dlq_error_name', 'undefined']);
  });

  it('gives back the record it was made of', () => {
    const letter = deadLetter(record, { ...failed, reason: 'waiting', error: undefined });
    const headers = (letter.headers ?? []).map(([name, value]): HeaderEntry => [
      name,
      value === null || value === undefined ? null : Buffer.from(value),
    ]);
    const found: KafkaRecord = { ...record, topic: 'd', offset: 7n, timestamp: 0, headers };
    expect(reasonOf(found)).toBe('waiting');
    expect(originalOf(found)).toEqual(record);
    expect(originalOf({ ...found, headers: [] })).toBeUndefined();
  });
});
