import { describe, expect, it } from '@jest/globals';
import { consumerGroups, topics } from '@orderflow/contracts';
import { parkingTopics } from '@orderflow/kafka/core';

describe('the declared system', () => {
  it('declares, for each topic of each group, the very topics that the transport parks in', () => {
    const parked = consumerGroups.flatMap(({ group, topics: read }) =>
      read.flatMap((topic) => Object.values(parkingTopics(topic, group))),
    );
    const declaredParked = topics
      .map(({ name }) => name)
      .filter((name) => /\.(dlq|quarantine|redrive|acts)$/.test(name));
    expect(parked.length).toBeGreaterThan(0);
    expect(new Set(declaredParked)).toEqual(new Set(parked));
  });
});
