import { describe, expect, it } from '@jest/globals';
import { followTopic } from '../src/core/index.ts';
import type { KafkaRecord } from '../src/core/index.ts';
import { brokers, collect, eventually, scenario, text } from './fixture.ts';

/** Follows in the background; what came so far is in `seen`. */
const following = (topic: string, options: { readonly from?: ReadonlyMap<number, bigint> } = {}) => {
  const stop = new AbortController();
  const seen: KafkaRecord[] = [];
  const ended = (async () => {
    for await (const record of followTopic({ brokers: brokers(), topic, signal: stop.signal, ...options })) {
      seen.push(record);
    }
  })();
  return {
    values: () => seen.map(({ value }) => text(value)),
    stop: async () => {
      stop.abort();
      await ended;
    },
  };
};

describe('following a topic', () => {
  it('goes on with what comes after, past transactions that were aborted, and ends at the signal', async () => {
    await using test = await scenario();
    await test.put({ value: 'a' });
    const follower = following(test.input, { from: new Map([[0, 0n]]) });
    await eventually(() => expect(follower.values()).toEqual(['a']));
    const producer = await test.transactional();
    const aborted = await producer.transaction();
    await aborted.send({ topic: test.input, messages: [{ value: 'aborted' }] });
    await aborted.abort();
    const committed = await producer.transaction();
    await committed.send({ topic: test.input, messages: [{ value: 'b' }] });
    await committed.commit();
    await test.put({ value: 'c' });
    await eventually(() => expect(follower.values()).toEqual(['a', 'b', 'c']));
    await follower.stop();
    await test.put({ value: 'd' });
    expect(follower.values()).toEqual(['a', 'b', 'c']);
  });

  it('ends by itself after one look, where that is asked for', async () => {
    await using test = await scenario({ partitions: 2 });
    await test.put({ value: 'a', partition: 0 }, { value: 'b', partition: 1 });
    const once = (partitions: readonly number[]) =>
      collect(
        followTopic({
          brokers: brokers(),
          topic: test.input,
          partitions,
          from: new Map(partitions.map((partition) => [partition, 0n])),
          once: true,
          signal: new AbortController().signal,
        }),
      );
    expect((await once([0, 1])).map(({ value }) => text(value))).toEqual(['a', 'b']);
    expect((await once([1])).map(({ value }) => text(value))).toEqual(['b']);
  });
});
