import { describe, expect, it } from '@jest/globals';
import { topicDrift } from './topic-settings.ts';
import type { TopicSettings } from './topic-settings.ts';

const declared: TopicSettings = { name: 't', partitions: 6, cleanup: 'delete', retentionMs: 'forever' };

describe('the drift of a topic', () => {
  it('is nothing where all that is declared is so, whatever the broker chose for the rest', () => {
    expect(topicDrift(declared, { ...declared, maxMessageBytes: 1_048_588 })).toEqual([]);
  });

  it('names every setting that differs', () => {
    const found: TopicSettings = {
      name: 't',
      partitions: 3,
      cleanup: 'compact',
      retentionMs: 1_000,
      maxMessageBytes: 10,
    };
    expect(topicDrift({ ...declared, maxMessageBytes: 20 }, found)).toEqual([
      { topic: 't', setting: 'partitions', declared: '6', found: '3' },
      { topic: 't', setting: 'cleanup.policy', declared: 'delete', found: 'compact' },
      { topic: 't', setting: 'retention.ms', declared: '-1', found: '1000' },
      { topic: 't', setting: 'max.message.bytes', declared: '20', found: '10' },
    ]);
  });

  it('is the topic itself where there is none', () => {
    expect(topicDrift(declared, undefined)).toEqual([
      { topic: 't', setting: 'topic', declared: 'present', found: 'missing' },
    ]);
  });
});
