import { describe, expect, it } from '@jest/globals';
import { parkingTopics } from '../src/core/index.ts';
import { collect, eventually, forward, scenario, text } from './fixture.ts';

describe('a consumer', () => {
  it('names a topic that is missing or differs in partitions, and waits', async () => {
    await using topics = await scenario({ partitions: 2 });
    await using single = await scenario({ partitions: 1 });
    const missing = await topics.consume(forward(topics), {
      parkingTopics: (topic) => parkingTopics(`${topic}.nowhere`, topics.group),
    });
    await eventually(() =>
      expect(missing.status()).toMatchObject({ state: 'rebuilding', error: { code: 'UNKNOWN_TOPIC' } }),
    );
    const uneven = await topics.consume(forward(topics), {
      parkingTopics: (topic) => ({ ...parkingTopics(topic, topics.group), acts: single.output }),
    });
    await eventually(() =>
      expect(uneven.status()).toMatchObject({ state: 'rebuilding', error: { code: 'NOT_CO_PARTITIONED' } }),
    );
  });
});

describe('a task', () => {
  it('stops at an offset outside its log, and nothing is committed', async () => {
    await using topics = await scenario();
    await topics.put({ value: 'x' });
    await topics.commit(999n);
    const consumer = await topics.consume(forward(topics));
    await eventually(() =>
      expect(consumer.status().tasks).toMatchObject([
        { state: 'stopped', error: { code: 'COMMITTED_OFFSET_OUT_OF_RANGE' } },
      ]),
    );
    expect(await topics.admin.committedOffsets(topics.group, topics.input)).toEqual([999n]);
    expect(await topics.outputs()).toEqual([]);
  });

  it('stops when it restores rows but has no offset', async () => {
    await using topics = await scenario();
    await topics.put({ value: 'x' }, { value: 'y' });
    const consumer = await topics.consume<void>(async () => [], {
      restore: async ({ readPartition }) => {
        for await (const record of readPartition(topics.input)) expect(record.value).not.toBeNull();
      },
    });
    await eventually(() =>
      expect(consumer.status().tasks).toMatchObject([
        { state: 'stopped', error: { code: 'COMMITTED_OFFSET_LOST' } },
      ]),
    );
    expect(await topics.admin.committedOffsets(topics.group, topics.input)).toEqual([undefined]);
  });

  it('without an offset commits the start of the log before its first record', async () => {
    await using topics = await scenario();
    await topics.put({ value: 'x' });
    const seen: (bigint | undefined)[][] = [];
    await topics.consume(async () => {
      seen.push([...(await topics.admin.committedOffsets(topics.group, topics.input))]);
      return [];
    });
    await eventually(() => expect(seen).toEqual([[0n]]));
  });

  it('restores its own partition past an aborted tail and hands the state to its handlers', async () => {
    await using topics = await scenario({ partitions: 2 });
    const seed = await topics.transactional();
    for (const end of ['commit', 'abort'] as const) {
      const transaction = await seed.transaction();
      for (const partition of [0, 1]) {
        await transaction.send({
          topic: topics.output,
          messages: [{ value: `${end}-${partition}`, partition }],
        });
      }
      await transaction[end]();
    }
    await topics.commit(0n);
    await topics.put({ value: 'x', partition: 0 });
    const states: unknown[] = [];
    await topics.consume<string[]>(
      async (_, { state }) => {
        states.push(state);
        return [];
      },
      {
        restore: async ({ partition, readPartition }) => {
          const own = await collect(readPartition(topics.output));
          return own.map(({ value }) => `${partition}: ${text(value)}`);
        },
      },
    );
    await eventually(() => expect(states).toEqual([['0: commit-0']]));
  });
});
