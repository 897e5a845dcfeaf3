import { describe, expect, it } from '@jest/globals';
import { eventually, forward, scenario } from './fixture.ts';

describe('a partition whose handler waits', () => {
  it('holds no other partition of its broker back, full as it is', async () => {
    await using topics = await scenario({ partitions: 2 });
    const release = Promise.withResolvers<void>();
    await topics.put({ value: 'waits', partition: 0 }, { value: 'behind it', partition: 0 });
    await topics.consume(
      async (record, context) => {
        if (String(record.value) === 'waits') await release.promise;
        return forward(topics)(record, context);
      },
      { limits: { maxBatchRecords: 1, concurrency: 1 } },
    );
    for (const value of ['a', 'b', 'c']) {
      await topics.put({ value, partition: 1 });
      await eventually(async () => expect(await topics.outputs()).toContain(value));
    }
    expect(await topics.outputs()).toEqual(['a', 'b', 'c']);
    release.resolve();
    await eventually(async () => expect(await topics.outputs()).toHaveLength(5));
  });
});
