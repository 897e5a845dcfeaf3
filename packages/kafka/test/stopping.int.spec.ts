import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { RecordHandler, TaskConsumer } from '../src/core/index.ts';
import { internals } from '../src/kafkajs/index.ts';
import { brokers, eventually, forward, scenario } from './fixture.ts';
import type { Scenario } from './fixture.ts';

const { requests } = internals;
const moments = [
  'GroupCoordinator',
  'JoinGroup',
  'SyncGroup',
  'InitProducerId',
  'OffsetFetch',
  'Fetch',
] as const;
const stock = moments.map((moment) => [moment, requests[moment].protocol] as const);
afterEach(() => stock.forEach(([moment, protocol]) => Object.assign(requests[moment], { protocol })));

/** Calls back when the next request of a kind is about to be sent. */
const atNext = (moment: (typeof moments)[number], act: () => void): void => {
  const { protocol } = requests[moment];
  let isNext = true;
  const asked: typeof protocol = (options) => {
    if (isNext) act();
    isNext = false;
    return protocol(options);
  };
  Object.assign(requests[moment], { protocol: asked });
};

const isLeft = (topics: Scenario): Promise<void> =>
  eventually(async () => expect((await topics.members()).members).toEqual([]), 5_000);

describe('a stop', () => {
  it.each(moments)(
    'at the moment of the first %s ends, leaves no member behind and consumes nothing',
    async (moment) => {
      await using topics = await scenario();
      await topics.put({ value: 'x' });
      const stopped = Promise.withResolvers<void>();
      let handledAfter = 0;
      let isStopped = false;
      let consumer: TaskConsumer | undefined;
      atNext(moment, () => stopped.resolve(consumer?.stop()));
      consumer = await topics.consume(async (record, context) => {
        if (isStopped) handledAfter += 1;
        return forward(topics)(record, context);
      });
      await stopped.promise;
      isStopped = true;
      expect(consumer.status()).toMatchObject({ state: 'stopped', tasks: [] });
      await isLeft(topics);

      // Whoever comes next handles what was not committed, once.
      await topics.put({ value: 'y' });
      await topics.consume(forward(topics), { instanceId: 'b' });
      await eventually(async () => expect(new Set(await topics.outputs())).toEqual(new Set(['x', 'y'])));
      expect(await topics.outputs()).toHaveLength(2);
      expect(handledAfter).toBe(0);
    },
  );

  it('asked for by the handler that it waits for ends in its time, and the record is for the next owner', async () => {
    await using topics = await scenario();
    await topics.put({ value: 'x' });
    const ended = Promise.withResolvers<void>();
    let consumer: TaskConsumer | undefined;
    const stopping: RecordHandler = async (record, context) => {
      await consumer?.stop();
      ended.resolve();
      return forward(topics)(record, context);
    };
    consumer = await topics.consume(stopping, { limits: { stopTimeoutMs: 400 } });
    await ended.promise;
    expect(consumer.status().state).toBe('stopped');
    await isLeft(topics);
    expect(await topics.outputs()).toEqual([]);
    await topics.consume(forward(topics), { instanceId: 'b' });
    await eventually(async () => expect(await topics.outputs()).toEqual(['x']));
  });

  it('asked for twice, and of a consumer that was never started, is one stop and none', async () => {
    await using topics = await scenario();
    const consumer = await topics.consume(forward(topics));
    await eventually(() => expect(consumer.status().tasks).toHaveLength(1));
    await Promise.all([consumer.stop(), consumer.stop()]);
    await consumer.stop();
    expect(consumer.status().state).toBe('stopped');
    await isLeft(topics);
  });

  it('right after the start ends soon, and nothing is consumed after it', async () => {
    await using topics = await scenario();
    await topics.put({ value: 'x' });
    let handled = 0;
    const consumer = await topics.consume(async () => {
      handled += 1;
      return [];
    });
    await consumer.stop();
    const handledBefore = handled;
    expect(consumer.status().state).toBe('stopped');
    await topics.put({ value: 'y' });
    const next = await topics.consume(forward(topics), { instanceId: 'b' });
    await eventually(async () => expect(await topics.outputs()).toContain('y'));
    expect(handled).toBe(handledBefore);
    expect(next.status().tasks).toHaveLength(1);
  }, 20_000);

  it('commits what runs before it leaves', async () => {
    await using topics = await scenario();
    await topics.put({ value: 'x' });
    const reached = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    const consumer = await topics.consume(async (record, context) => {
      reached.resolve();
      await release.promise;
      return forward(topics)(record, context);
    });
    await reached.promise;
    const stopped = consumer.stop();
    release.resolve();
    await stopped;
    expect(await topics.outputs()).toEqual(['x']);
    expect(await topics.admin.committedOffsets(topics.group, topics.input)).toEqual([1n]);
  });
});

describe('a process that has stopped and closed all it started', () => {
  it('ends by itself: no timer and no socket keeps it', async () => {
    await using topics = await scenario();
    const program = join(import.meta.dirname, 'programs', 'start-and-stop.ts');
    const args = ['--conditions=source', program, brokers().join(','), topics.input, topics.group];
    const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: 20_000 });
    expect(stdout).toBe('handled "x"\nclosed\n');
  });
});

describe('a stop during a join that takes long', () => {
  it('leaves no member behind once the join is through', async () => {
    await using topics = await scenario({ partitions: 2 });
    await topics.put({ value: 'x', partition: 0 });
    const reached = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    const first = await topics.consume(async () => {
      reached.resolve();
      await release.promise;
      return [];
    });
    await reached.promise;
    // The second one's join waits for the first, which lets its handler return before it joins again.
    const second = await topics.consume(forward(topics), { instanceId: 'b' });
    await eventually(async () =>
      expect(await topics.members()).toMatchObject({ state: 'PreparingRebalance', members: { length: 2 } }),
    );
    await second.stop();
    release.resolve();
    // Sooner than the group would drop a member that is not heard of any more.
    await eventually(async () => {
      expect(await topics.members()).toMatchObject({ state: 'Stable', members: { length: 1 } });
      expect(first.status().tasks).toMatchObject([{ state: 'running' }, { state: 'running' }]);
    }, 6_000);
  });
});

describe('a start after a stop that ran out of time', () => {
  it('keeps its session when the one before ends at last', async () => {
    await using topics = await scenario();
    const { prototype } = internals.Cluster;
    const { disconnect } = prototype;
    await using _ = { [Symbol.asyncDispose]: async () => void Object.assign(prototype, { disconnect }) };
    const release = Promise.withResolvers<void>();
    const held: Promise<void>[] = [];
    const consumer = await topics.consume(forward(topics), { limits: { stopTimeoutMs: 200 } });
    await eventually(() => expect(consumer.status().tasks).toMatchObject([{ state: 'running' }]));
    prototype.disconnect = function later() {
      const closed = release.promise.then(() => disconnect.call(this));
      held.push(closed);
      return closed;
    };
    await consumer.stop();
    prototype.disconnect = disconnect;
    await consumer.start();
    await eventually(() => expect(consumer.status().state).toBe('running'));
    release.resolve();
    await Promise.all(held);
    await topics.put({ key: 'k', value: 'x' });
    await eventually(async () => expect(await topics.outputs()).toEqual(['x']));
    expect(consumer.status().tasks).toMatchObject([{ state: 'running' }]);
  });
});
