import { describe, expect, it } from '@jest/globals';
import type { HeaderEntry, KafkaRecord } from '../record.ts';
import { deadLetter } from './dead-letter.ts';
import type { DeadLetterReason } from './dead-letter.ts';
import { readDeadLetter } from './read-dead-letter.ts';

const original: KafkaRecord = {
  topic: 'orders.events',
  partition: 4,
  offset: 2n ** 60n,
  timestamp: 1_700_000_000_000,
  key: Buffer.from([0, 255, 1]),
  value: Buffer.from([200, 0]),
  headers: [
    ['ce_id', Buffer.from('1')],
    ['ce_id', null],
  ],
};

const to = 'orders.events.payments.dlq';

/** The dead letter as it comes back from the broker. */
const parked = (record: KafkaRecord, reason: DeadLetterReason): KafkaRecord => {
  const { headers = [] } = deadLetter(record, {
    to,
    group: 'payments',
    reason,
    attempts: reason === 'failed' ? 3 : 0,
    error: new TypeError('no such field'),
    at: 1_800_000_000_000,
  });
  return {
    ...record,
    topic: to,
    offset: 7n,
    timestamp: 1_800_000_000_000,
    headers: headers.map(([name, value]): HeaderEntry => [
      name,
      value === null || value === undefined ? null : Buffer.from(value),
    ]),
  };
};

describe('reading a dead letter', () => {
  it('gives back the original record byte for byte, and why it was parked', () => {
    expect(readDeadLetter(parked(original, 'failed'))).toEqual({
      original,
      parkedAt: { topic: to, partition: 4, offset: 7n },
      group: 'payments',
      reason: 'failed',
      attempts: 3,
      error: { name: 'TypeError', message: 'no such field', stack: expect.stringContaining('TypeError') },
    });
    expect(readDeadLetter(parked(original, 'waiting'))).toMatchObject({
      original,
      reason: 'waiting',
      attempts: 0,
      error: undefined,
    });
  });

  it.each(['failed', 'waiting'] as const)(
    'is not misled by a record that was a dead letter before, and %s now',
    (reason) => {
      const again = { ...original, headers: parked({ ...original, topic: 'elsewhere' }, 'failed').headers };
      expect(readDeadLetter(parked(again, reason))).toMatchObject({ original: again, reason });
    },
  );

  it('knows a record that is no dead letter', () => {
    expect(readDeadLetter(original)).toBeUndefined();
  });
});
