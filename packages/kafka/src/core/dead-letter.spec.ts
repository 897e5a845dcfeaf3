import { describe, expect, it } from '@jest/globals';
import { deadLetter } from './dead-letter.ts';
import type { KafkaRecord } from './record.ts';

const record: KafkaRecord = {
  topic: 'in',
  partition: 3,
  offset: 42n,
  timestamp: 7,
  key: Buffer.from([0, 255]),
  value: Buffer.from('{bad'),
  headers: [['traceparent', Buffer.from('00-1')]],
};

describe('a dead letter', () => {
  it('carries the original bytes and headers in the same partition, and the coordinates after them', () => {
    const letter = deadLetter(record, {
      to: 'in.g.dlq',
      group: 'g',
      attempts: 2,
      error: new SyntaxError('bad'),
    });
    expect(letter).toMatchObject({ topic: 'in.g.dlq', partition: 3, key: record.key, value: record.value });
    expect(letter.headers?.slice(0, 8)).toEqual([
      ...record.headers,
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
      to: 'd',
      group: 'g',
      attempts: 1,
      error: new Error('x'.repeat(99_999)),
    });
    const bytes = (long.headers ?? []).reduce((sum, [, value]) => sum + Buffer.byteLength(value ?? ''), 0);
    expect(bytes).toBeLessThan(6_000);
    const text = deadLetter(record, { to: 'd', group: 'g', attempts: 1, error: undefined });
    expect(text.headers).toContainEqual(['dlq_error_name', 'undefined']);
  });
});
