import { afterEach, describe, expect, it } from '@jest/globals';
import type { TaskConsumer, TaskEvent } from '../src/core/index.ts';
import { internals } from '../src/kafkajs/index.ts';
import { eventually, forward, scenario } from './fixture.ts';
import type { Scenario } from './fixture.ts';

const { Fetch } = internals.requests;
const fetchRecords = Fetch.protocol;
afterEach(() => {
  Fetch.protocol = fetchRecords;
});

const keyed = (...values: readonly string[]) => values.map((value) => ({ key: 'k', value }));

const moves = ({ events }: { readonly events: readonly TaskEvent[] }) =>
  events.filter(({ type }) => type === 'offset-moved');

const caughtUp = async (topics: Scenario, committed: bigint): Promise<void> => {
  await eventually(async () => {
    const lag = await topics.admin.lag(topics.group, [topics.input]);
    expect(lag).toMatchObject([{ committed, lag: 0n }]);
  });
};

const isRunning = (consumer: TaskConsumer): Promise<void> =>
  eventually(() => expect(consumer.status().tasks).toMatchObject([{ state: 'running' }]));

describe('a task that is taken over with an offset outside the log', () => {
  it('begins at the start of the log by the policy earliest, and tells what retention took from it', async () => {
    await using topics = await scenario();
    await topics.put(...keyed('gone', 'gone too', 'kept'));
    await topics.commit(1n);
    await topics.deleteBefore(topics.input, 2n);
    const consumer = await topics.consume(forward(topics), { onOffsetOutOfRange: 'earliest' });
    await caughtUp(topics, 3n);
    expect(await topics.outputs()).toEqual(['kept']);
    expect(moves(consumer)).toMatchObject([
      { type: 'offset-moved', partition: 0, topic: topics.input, from: 1n, to: 2n },
    ]);
  });

  it('begins at the start also of a log that is shorter than it was', async () => {
    await using topics = await scenario();
    await topics.put(...keyed('a', 'b'));
    await topics.commit(999n);
    const consumer = await topics.consume(forward(topics), { onOffsetOutOfRange: 'earliest' });
    await caughtUp(topics, 2n);
    expect(await topics.outputs()).toEqual(['a', 'b']);
    expect(moves(consumer)).toMatchObject([{ from: 999n, to: 0n }]);
  });

  it('begins at the end by the policy latest, which is committed before another record comes', async () => {
    await using topics = await scenario();
    await topics.put(...keyed('gone', 'skipped', 'skipped too'));
    await topics.commit(0n);
    await topics.deleteBefore(topics.input, 1n);
    const consumer = await topics.consume(forward(topics), { onOffsetOutOfRange: 'latest' });
    await isRunning(consumer);
    expect(await topics.admin.committedOffsets(topics.group, topics.input)).toEqual([3n]);
    expect(moves(consumer)).toMatchObject([{ from: 0n, to: 3n }]);
    await topics.put(...keyed('new'));
    await caughtUp(topics, 4n);
    expect(await topics.outputs()).toEqual(['new']);
  });
});

describe('a task whose next fetch is outside the log', () => {
  /** A task that holds one record and stands before offset 1, from where retention deletes on to 2. */
  const overtaken = async (topics: Scenario, policy: 'fail' | 'earliest' | 'latest') => {
    const reached = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    await topics.put(...keyed('first'));
    const consumer = await topics.consume(
      async (record, context) => {
        reached.resolve();
        await release.promise;
        return forward(topics)(record, context);
      },
      { onOffsetOutOfRange: policy, limits: { maxBufferedRecords: 1 } },
    );
    await reached.promise;
    await topics.put(...keyed('gone', 'kept'));
    await topics.deleteBefore(topics.input, 2n);
    release.resolve();
    return consumer;
  };

  it('goes on by the policy behind what it has committed', async () => {
    await using topics = await scenario();
    const consumer = await overtaken(topics, 'earliest');
    await caughtUp(topics, 3n);
    expect(await topics.outputs()).toEqual(['first', 'kept']);
    expect(moves(consumer)).toMatchObject([{ from: 1n, to: 2n }]);
  });

  it('stops without a policy, with what it holds committed and nothing moved', async () => {
    await using topics = await scenario();
    const consumer = await overtaken(topics, 'fail');
    await eventually(() =>
      expect(consumer.status().tasks).toMatchObject([
        { state: 'stopped', error: { code: 'COMMITTED_OFFSET_OUT_OF_RANGE' } },
      ]),
    );
    expect(await topics.admin.committedOffsets(topics.group, topics.input)).toEqual([1n]);
    expect(await topics.outputs()).toEqual(['first']);
    expect(moves(consumer)).toMatchObject([]);
  });

  it('lets the handler at work return and commits it, and moves nothing where the log has that offset', async () => {
    await using topics = await scenario();
    const reached = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    const handled: string[] = [];
    await topics.put(...keyed('first'));
    const consumer = await topics.consume(
      async (record, context) => {
        handled.push(String(record.value));
        reached.resolve();
        await release.promise;
        return forward(topics)(record, context);
      },
      { onOffsetOutOfRange: 'latest' },
    );
    await reached.promise;
    let isPlanted = false;
    const outside = { name: 'KafkaJSOffsetOutOfRange', topic: topics.input, partition: 0 };
    Fetch.protocol = (options) => (input) => {
      const call = fetchRecords(options)(input);
      if (isPlanted) return call;
      isPlanted = true;
      const parse = () => Promise.reject(Object.assign(new Error('planted'), outside));
      return { ...call, response: { ...call.response, parse } };
    };
    await eventually(() => expect(isPlanted).toBe(true));
    release.resolve();
    await topics.put(...keyed('second'));
    await eventually(async () => expect(await topics.outputs()).toEqual(['first', 'second']));
    expect(handled).toEqual(['first', 'second']);
    expect(moves(consumer)).toEqual([]);
  });
});
