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
