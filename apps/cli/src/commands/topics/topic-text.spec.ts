import { describe, expect, it } from '@jest/globals';
import type { TopicSettings } from '@orderflow/kafka/core';
import { driftText } from './drift-text.ts';
import { topicListText } from './topic-list-text.ts';
import type { TopicState } from './topic-state.ts';
import { topicText } from './topic-text.ts';

const declared: TopicSettings = {
  name: 'orders.events',
  partitions: 2,
  cleanup: 'delete',
  retentionMs: 'forever',
  maxMessageBytes: 1_048_576,
};

const drift = [{ topic: 'orders.events', setting: 'retention.ms', declared: '-1', found: '86400000' }];

const differing: TopicState = {
  name: 'orders.events',
  state: 'differs',
  declared,
  found: { ...declared, retentionMs: 86_400_000 },
  drift,
  partitions: [
    { partition: 0, start: 5n, lastStable: 8n, end: 9n },
    { partition: 1, start: 0n, lastStable: 0n, end: 0n },
  ],
};

const missing: TopicState = {
  name: 'payments.events',
  state: 'missing',
  declared: { ...declared, name: 'payments.events' },
  found: null,
  drift: [{ topic: 'payments.events', setting: 'topic', declared: 'present', found: 'missing' }],
  partitions: [],
};

describe('topics in text', () => {
  it('are listed as the broker has them, and the missing ones as they are declared', () => {
    expect(topicListText({ topics: [differing, missing] })).toBe(
      [
        'TOPIC            PARTITIONS  CLEANUP  KEPT      OFFSETS  STATE',
        'orders.events             2  delete   1 d             4  differs',
        'payments.events           2  delete   for ever        -  missing',
        '',
      ].join('\n'),
    );
  });

  it('are described with each difference and each partition', () => {
    expect(topicText(differing)).toBe(
      [
        'orders.events: differs',
        '  partitions  2',
        '  cleanup     delete',
        '  kept        1 d',
        '  batches     up to 1048576 bytes',
        '  ! retention.ms is 86400000, declared -1',
        '',
        'PARTITION  START  LAST STABLE  END',
        '        0      5            8    9',
        '        1      0            0    0',
        '',
      ].join('\n'),
    );
  });

  it('are said to be as declared, where no difference is', () => {
    expect(driftText({ drift: [] })).toBe('Every declared topic is as declared.\n');
    expect(driftText({ drift: missing.drift })).toBe('payments.events: missing\n');
  });
});
