import { describe, expect, it } from '@jest/globals';
import { eventually, forward, scenario, text } from './fixture.ts';
import type { Scenario } from './fixture.ts';

const send = (topic: string, value: string, key: Buffer | string = 'k') => ({
  topic,
  messages: [{ key, value, partition: 0 }],
});

const lags = async ({ admin, group, input }: Scenario): Promise<bigint[]> =>
  (await admin.lag(group, [input])).map(({ lag }) => lag);

const consumed = async (topics: Scenario): Promise<(string | null)[]> => {
  await topics.consume(forward(topics));
  await eventually(async () => expect(await lags(topics)).toEqual([0n]));
  return topics.outputs();
};

describe('a read_committed reader', () => {
  it('sees the first and third of commit, abort, commit', async () => {
    await using topics = await scenario();
    const producer = await topics.transactional();
    for (const end of ['commit', 'abort', 'commit'] as const) {
      const transaction = await producer.transaction();
      await transaction.send(send(topics.input, end));
      await transaction[end]();
    }
    expect((await topics.read(topics.input)).map(({ value }) => text(value))).toEqual(['commit', 'commit']);
    expect(await consumed(topics)).toEqual(['commit', 'commit']);
  });

  it('sees no record of two interleaved aborts, nor one whose key is four zero bytes', async () => {
    await using topics = await scenario();
    const [first, second] = [await topics.transactional(), await topics.transactional()];
    const outer = await second.transaction();
    await outer.send(send(topics.input, 'outer-1'));
    const inner = await first.transaction();
    await inner.send(send(topics.input, 'inner'));
    await inner.abort();
    await outer.send(send(topics.input, 'outer-2'));
    await outer.abort();
    const zero = await first.transaction();
    await zero.send(send(topics.input, 'zero key', Buffer.alloc(4)));
    await zero.send(send(topics.input, 'after it'));
    await zero.abort();
    await topics.put({ value: 'committed' });
    expect((await topics.read(topics.input)).map(({ value }) => text(value))).toEqual(['committed']);
    expect(await consumed(topics)).toEqual(['committed']);
  });

  it('passes an aborted tail that nothing follows: reads end and lag is 0', async () => {
    await using topics = await scenario();
    await topics.put({ value: 'committed' });
    const producer = await topics.transactional();
    const transaction = await producer.transaction();
    const messages = Array.from({ length: 500 }, (_, n) => ({ key: 'k', value: String(n), partition: 0 }));
    await transaction.send({ topic: topics.input, messages });
    await transaction.abort();
    expect(await topics.read(topics.input)).toHaveLength(1);
    expect(await consumed(topics)).toEqual(['committed']);
  });
});
