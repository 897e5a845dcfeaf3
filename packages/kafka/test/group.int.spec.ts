import { setTimeout as work } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { RecordHandler } from '../src/core/index.ts';
import { parkingTopics } from '../src/core/index.ts';
import { internals } from '../src/kafkajs/index.ts';
import { collect, eventually, forward, scenario, text } from './fixture.ts';
import type { Scenario } from './fixture.ts';

const { Fetch, JoinGroup } = internals.requests;
const fetchRecords = Fetch.protocol;
const joinGroup = JoinGroup.protocol;
afterEach(() => {
  Fetch.protocol = fetchRecords;
  JoinGroup.protocol = joinGroup;
});

const values = (count: number, from = 0): string[] =>
  Array.from({ length: count }, (_, n) => String(n + from));
const keyed = (each: readonly string[]) => each.map((value) => ({ key: `key-${Number(value) % 40}`, value }));
const numerically = (a: string | null, b: string | null): number => Number(a) - Number(b);

const commit = async (topics: Scenario, offset: bigint): Promise<void> => {
  const producer = await topics.transactional();
  const transaction = await producer.transaction();
  await transaction.sendOffsets({
    consumerGroupId: topics.group,
    topics: [{ topic: topics.input, partitions: [{ partition: 0, offset: String(offset) }] }],
  });
  await transaction.commit();
};

describe('members that come and go under load', () => {
  it('leave exactly one output for every input, in order by key', async () => {
    await using topics = await scenario({ partitions: 4 });
    const slowly: RecordHandler = async (record, context) => {
      await work(2);
      return forward(topics)(record, context);
    };
    await topics.put(...keyed(values(400)));
    const first = await topics.consume(slowly, { instanceId: 'a' });
    await eventually(async () => expect((await topics.outputs()).length).toBeGreaterThan(20));
    const second = await topics.consume(slowly, { instanceId: 'b' });
    await topics.put(...keyed(values(400, 400)));
    await eventually(() => {
      expect(first.status().tasks).toHaveLength(2);
      expect(second.status().tasks).toHaveLength(2);
    });
    await topics.put(...keyed(values(200, 800)));
    await first.stop();
    await eventually(async () => expect((await topics.outputs()).length).toBeGreaterThanOrEqual(1_000));
    const records = await topics.read(topics.output);
    expect(records.map(({ value }) => text(value)).toSorted(numerically)).toEqual(values(1_000));
    for (const ofKey of Map.groupBy(records, ({ key }) => text(key)).values()) {
      const inOrder = ofKey.map(({ value }) => text(value));
      expect(inOrder).toEqual(inOrder.toSorted(numerically));
    }
  }, 30_000);
});

describe('a handler that outlasts the session', () => {
  const shortSession = { sessionTimeoutMs: 6_000, transactionTimeoutMs: 5_000 };

  it('runs once while heartbeats go on, also with a member joining midway, and then the group rebalances', async () => {
    await using topics = await scenario({ partitions: 2 });
    await topics.put({ key: 'k', value: 'long', partition: 0 }, { key: 'k', value: 'short', partition: 1 });
    const runs: string[] = [];
    const started = Promise.withResolvers<void>();
    const handler: RecordHandler = async (record, context) => {
      runs.push(String(record.value));
      if (String(record.value) === 'long') {
        started.resolve();
        await work(7_000);
      }
      return forward(topics)(record, context);
    };
    const first = await topics.consume(handler, { ...shortSession, instanceId: 'a' });
    await started.promise;
    const second = await topics.consume(handler, { ...shortSession, instanceId: 'b' });
    await eventually(() => expect(second.status().tasks).toHaveLength(1), 20_000);
    expect(first.status().tasks).toHaveLength(1);
    expect(runs.toSorted()).toEqual(['long', 'short']);
    expect(new Set(await topics.outputs())).toEqual(new Set(['long', 'short']));
    expect(await topics.outputs()).toHaveLength(2);
  }, 30_000);
});

describe('a consumer that dies', () => {
  it.each(['TypeError', 'KafkaJSNoBrokerAvailableError', 'KafkaJSGroupCoordinatorNotFound'])(
    'of %s is built anew and goes on',
    async (name) => {
      await using topics = await scenario();
      await topics.put({ key: 'k', value: 'before' });
      const consumer = await topics.consume(forward(topics));
      await eventually(async () => expect(await topics.outputs()).toEqual(['before']));
      const death = Object.assign(new Error('planted'), { name, retriable: false });
      let isPlanted = false;
      Fetch.protocol = (options) => (input) => {
        const call = fetchRecords(options)(input);
        if (isPlanted) return call;
        isPlanted = true;
        return { ...call, response: { ...call.response, parse: () => Promise.reject(death) } };
      };
      await eventually(() => expect(consumer.events.map(({ type }) => type)).toContain('rebuilding'));
      await topics.put({ key: 'k', value: 'after' });
      await eventually(async () => expect(await topics.outputs()).toEqual(['before', 'after']));
      expect(consumer.status()).toMatchObject({
        state: 'running',
        tasks: [{ partition: 0, state: 'running' }],
      });
    },
  );
});

describe('a member that is told to join again and can’t', () => {
  it('does not linger in the generation whose tasks it gave up: it is built anew and goes on', async () => {
    await using topics = await scenario();
    await topics.put({ key: 'k', value: 'before' });
    const consumer = await topics.consume(forward(topics));
    await eventually(async () => expect(await topics.outputs()).toEqual(['before']));
    const refused = Object.assign(new Error('planted'), {
      name: 'KafkaJSConnectionError',
      code: 'ECONNREFUSED',
    });
    const moved = Object.assign(new Error('planted'), { type: 'NOT_COORDINATOR_FOR_GROUP' });
    const planted = { move: true, refusal: true };
    JoinGroup.protocol = (options) => (input) => {
      const call = joinGroup(options)(input);
      if (input.groupId !== topics.group || !planted.refusal) return call;
      planted.refusal = false;
      return { ...call, request: { ...call.request, encode: () => Promise.reject(refused) } };
    };
    Fetch.protocol = (options) => (input) => {
      const call = fetchRecords(options)(input);
      if (!planted.move) return call;
      planted.move = false;
      return { ...call, response: { ...call.response, parse: () => Promise.reject(moved) } };
    };
    await eventually(() => expect(planted).toEqual({ move: false, refusal: false }));
    await topics.put({ key: 'k', value: 'after' });
    await eventually(async () => expect(await topics.outputs()).toEqual(['before', 'after']));
    expect(consumer.status()).toMatchObject({
      state: 'running',
      tasks: [{ partition: 0, state: 'running' }],
    });
  });
});

describe('a stop', () => {
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
    await commit(topics, 999n);
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
    await commit(topics, 0n);
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
