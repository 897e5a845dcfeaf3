import { setTimeout as work } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { RecordHandler } from '../src/core/index.ts';
import { internals } from '../src/kafkajs/index.ts';
import { eventually, forward, scenario, text } from './fixture.ts';

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
