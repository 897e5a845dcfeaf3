import { describe, expect, it } from '@jest/globals';
import type { DeadLetterJson } from './dead-letter-json.ts';
import { deadLetterText } from './dead-letter-text.ts';

const letter: DeadLetterJson = {
  parkedAt: { topic: 'orders.events.payments.dlq', partition: 3, offset: 17n },
  group: 'payments',
  reason: 'failed',
  attempts: 1,
  error: { name: 'TypeError', message: 'bad\u001b[31m', stack: 'TypeError: bad\n    at a\n    at b' },
  state: 'redriven',
  acts: [
    {
      id: '1',
      action: 'redrive',
      by: 'ana',
      reason: 'fixed',
      at: '2026-01-31T12:00:00Z',
      outcome: null,
      error: null,
    },
  ],
  original: {
    topic: 'orders.events',
    partition: 3,
    offset: 40n,
    timestamp: '2026-01-30T12:00:00.000Z',
    key: null,
    headers: [{ name: 'h', value: { base64: '/w==' } }],
    value: null,
  },
};

describe('a dead letter in text', () => {
  it('tells where from, why, what became of it, and what it holds', () => {
    expect(deadLetterText(letter)).toBe(
      [
        'orders.events.payments.dlq[3]@17  failed, redriven',
        '  from      orders.events[3]@40 of 2026-01-30T12:00:00.000Z',
        '  group     payments, after 1 attempt',
        '  key       (no key)',
        String.raw`  error     TypeError: bad\u001b[31m`,
        '            at a',
        '            at b',
        '  act       2026-01-31T12:00:00Z ana redrive: fixed -> not carried out yet',
        'headers',
        '  h: base64:/w==',
        'value',
        '  (tombstone)',
        '',
      ].join('\n'),
    );
  });
});
