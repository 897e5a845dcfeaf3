import { describe, expect, it } from '@jest/globals';
import { attachGroupHooks } from '../group-hooks.ts';
import { loadInternals, requireKafkajs } from '../internals.ts';
import type { InternalConsumerGroup } from '../internals.ts';
import { mendGrowth } from './growth.ts';

const internals = loadInternals(requireKafkajs);
const ignore = (): void => undefined;

describe('a topic that got a partition', () => {
  it('makes each member join again in the stock package; mended, the leader, when its owner says so', () => {
    const cluster = { findTopicPartitionMetadata: () => [{ partitionId: 0 }, { partitionId: 1 }] };
    const group = Object.create(internals.ConsumerGroup.prototype) as InternalConsumerGroup;
    Object.assign(group, {
      cluster,
      topicsSubscribed: ['t'],
      partitionsPerSubscribedTopic: new Map([['t', [0]]]),
      memberId: 'follower',
      leaderId: 'leader',
    });
    const check = () => group.checkForStaleAssignment();
    const stale = expect.objectContaining({ name: 'KafkaJSStaleTopicMetadataAssignment' });
    expect(check).toThrow(stale);
    mendGrowth(internals);
    expect(check).toThrow(stale);
    let may = true;
    attachGroupHooks(group.cluster, {
      beforeJoin: () => Promise.resolve(),
      beforeFetch: () => Promise.resolve(),
      joinFailed: ignore,
      fetched: ignore,
      mayJoinForGrowth: () => may,
      offsetOutOfRange: ignore,
    });
    expect(check).not.toThrow();
    Object.assign(group, { memberId: 'leader' });
    expect(check).toThrow(stale);
    may = false;
    expect(check).not.toThrow();
  });
});
