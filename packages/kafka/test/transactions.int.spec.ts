import { afterEach, describe, expect, it } from '@jest/globals';
import { kafkaProducer } from '../src/core/index.ts';
import { logReader } from '../src/core/log-reader.ts';
import { silentLogger } from '../src/core/logger.ts';
import { isVisible } from '../src/core/task/is-visible.ts';
import { openTransactionalProducer } from '../src/core/task/transactional-producer.ts';
import { internals } from '../src/kafkajs/index.ts';
import type { InternalCluster } from '../src/kafkajs/index.ts';
import { kafkaCluster } from '../src/kafkajs/kafka-client.ts';
import { brokers, eventually, forward, scenario } from './fixture.ts';
import type { Scenario } from './fixture.ts';
import { connectionReset, failTransactions } from './planted-faults.ts';

const { EndTxn, Fetch } = internals.requests;
const endTransaction = EndTxn.protocol;
const fetchRecords = Fetch.protocol;
afterEach(() => {
  EndTxn.protocol = endTransaction;
  Fetch.protocol = fetchRecords;
});

const outOfRange = (topic: string): Error =>
  Object.assign(new Error('planted'), { name: 'KafkaJSOffsetOutOfRange', topic, partition: 0 });

const openAsNextOwner = ({ group }: Scenario) =>
  openTransactionalProducer({
    brokers: brokers(),
    clientId: 'next-owner',
    logger: silentLogger,
    transactionalId: `${group}.0`,
    group,
    partition: 0,
    transactionTimeoutMs: 8_000,
    compression: 'none',
  });

describe('a broker that completed a commit in the outputs and not in the offsets', () => {
  it('finds its outputs there, does not send them again, and commits the offsets alone', async () => {
    await using topics = await scenario();
    const { group, input } = topics;
    await topics.consume(forward(topics));
    await topics.put({ key: 'k', value: 'first' });
    await eventually(async () => expect(await topics.outputs()).toEqual(['first']));
    await eventually(async () => expect(await topics.admin.committedOffsets(group, input)).toEqual([1n]));

    // Another producer puts the old offset back before the lost answer is asked after: the broker takes it, having no generation to check.
    const meddler = await topics.transactional();
    let meddled = false;
    EndTxn.protocol = (options) => (request) => {
      const call = endTransaction(options)(request);
      if (meddled || !request.transactionalId.startsWith(group)) return call;
      meddled = true;
      const decode = async (): Promise<never> => {
        const transaction = await meddler.transaction();
        const partitions = [{ partition: 0, offset: '1' }];
        await transaction.sendOffsets({ consumerGroupId: group, topics: [{ topic: input, partitions }] });
        await transaction.commit();
        throw connectionReset();
      };
      return { ...call, response: { ...call.response, decode } };
    };
    await topics.put({ key: 'k', value: 'second' });
    await topics.put({ key: 'k', value: 'third' });
    await eventually(async () => expect(await topics.outputs()).toEqual(['first', 'second', 'third']));
    expect(meddled).toBe(true);
    await eventually(async () => {
      const [partition] = await topics.admin.lag(group, [input]);
      expect(partition).toMatchObject({ lag: 0n });
    });
  });
});

describe('a commit that the broker answers with a refusal', () => {
  it('fails with that refusal at once, since kafkajs can ask for it only once', async () => {
    await using topics = await scenario();
    const producer = await openAsNextOwner(topics);
    const refusal = Object.assign(new Error('CONCURRENT_TRANSACTIONS'), { code: 51 });
    EndTxn.protocol = (options) => (input) => {
      const call = endTransaction(options)(input);
      if (!input.transactionalId.startsWith(topics.group)) return call;
      return { ...call, response: { ...call.response, parse: () => Promise.reject(refusal) } };
    };
    const outputs = [{ topic: topics.output, partition: 0, key: 'k', value: 'x' }];
    const offsets = new Map([[topics.input, 0n]]);
    await expect(producer.transact({ outputs, offsets, records: 1 })).rejects.toBe(refusal);
    await producer.close();
  });
});

describe('an output for a partition that its topic got after the producer began', () => {
  it('is in the log when its offset is committed', async () => {
    await using topics = await scenario();
    const { group, input, output } = topics;
    await topics.consume(async ({ key, value }) => [{ topic: output, partition: Number(value), key, value }]);
    await topics.put({ key: 'k', value: '0' });
    await eventually(async () => expect(await topics.outputs()).toEqual(['0']));
    await topics.grow(output, 2);
    await topics.put({ key: 'k', value: '1' });
    await eventually(async () => expect(await topics.admin.committedOffsets(group, input)).toEqual([2n]));
    expect(await topics.outputs()).toEqual(['0', '1']);
  });
});

describe('an output that no reader can reach yet', () => {
  it('counts neither as committed nor as not committed', async () => {
    await using topics = await scenario();
    const { output } = topics;
    const cluster = kafkaCluster({ brokers: brokers(), clientId: 'reader', logger: silentLogger });
    await cluster.connect();
    const reader = logReader(cluster);
    const other = await topics.transactional();
    const pending = await other.transaction();
    await pending.send({ topic: output, messages: [{ value: 'pending', partition: 0 }] });
    const record = { topic: output, partition: 0, key: null, value: 'committed behind it' };
    await using producer = kafkaProducer({ brokers: brokers(), clientId: 'plain' });
    await producer.send([record]);
    const sent = { output: record, offset: 1n };
    await expect(isVisible(reader, sent)).rejects.toMatchObject({ code: 'OUTCOME_UNKNOWN', retryable: true });
    await pending.abort();
    await eventually(async () => expect(await isVisible(reader, sent)).toBe(true));
    expect(await isVisible(reader, { ...sent, offset: 0n })).toBe(false);
    await cluster.disconnect();
  });
});

describe('a task that is halted while it looks up the outcome of a commit', () => {
  it('commits nothing any more and leaves no producer behind', async () => {
    await using topics = await scenario();
    const { group } = topics;
    const { prototype } = internals.Cluster;
    const { findGroupCoordinator, disconnect } = prototype;
    await using _ = {
      [Symbol.asyncDispose]: async () => void Object.assign(prototype, { findGroupCoordinator, disconnect }),
    };
    const opening = Promise.withResolvers<InternalCluster>();
    const released = Promise.withResolvers<void>();
    const closed = new Set<InternalCluster>();
    using _fault = failTransactions(topics.group, 'EndTxn', {
      at: 'request',
      error: connectionReset(),
      times: 1,
    });
    const consumer = await topics.consume(forward(topics));
    await eventually(() => expect(consumer.status().tasks).toMatchObject([{ state: 'running' }]));
    prototype.findGroupCoordinator = async function held(lookup) {
      if (lookup.groupId === `${group}.0` && hasFailed()) {
        opening.resolve(this);
        await released.promise;
      }
      return findGroupCoordinator.call(this, lookup);
    };
    prototype.disconnect = function watched() {
      closed.add(this);
      return disconnect.call(this);
    };
    const hasFailed = (): boolean => consumer.events.some(({ type }) => type === 'commit-failed');
    await topics.put({ key: 'k', value: 'x' });
    const reopened = await opening.promise;
    Fetch.protocol = (options) => (input) => {
      const call = fetchRecords(options)(input);
      const parse = () => Promise.reject(outOfRange(topics.input));
      return { ...call, response: { ...call.response, parse } };
    };
    await eventually(() => expect(consumer.status().tasks).toMatchObject([{ state: 'stopped' }]));
    Fetch.protocol = fetchRecords;
    released.resolve();
    await eventually(() => expect(closed.has(reopened)).toBe(true), 5_000);
    expect(await topics.outputs()).toEqual([]);
    expect(await topics.admin.committedOffsets(group, topics.input)).toEqual([0n]);
  });
});

describe('an owner that was replaced while its handler ran', () => {
  it('has its commit refused and goes on behind what the new owner committed', async () => {
    await using topics = await scenario();
    await topics.put({ key: 'k', value: 'contested' }, { key: 'k', value: 'next' });
    const reached = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    const consumer = await topics.consume(async (record, context) => {
      if (String(record.value) === 'contested') {
        reached.resolve();
        await release.promise;
      }
      return forward(topics)(record, context);
    });
    await reached.promise;
    const nextOwner = await openAsNextOwner(topics);
    await nextOwner.transact({
      outputs: [{ topic: topics.output, partition: 0, key: 'k', value: 'by the next owner' }],
      offsets: new Map([[topics.input, 1n]]),
      records: 1,
    });
    release.resolve();
    await eventually(async () => expect(await topics.outputs()).toEqual(['by the next owner', 'next']));
    expect(consumer.events.map(({ type }) => type)).toContain('ownership-lost');
    await nextOwner.close();
  });
});

describe('a new owner', () => {
  it('resolves the pending transaction of the former one before it reads the offset', async () => {
    await using topics = await scenario();
    await topics.put({ key: 'k', value: 'x' });
    const former = await topics.transactional(`${topics.group}.0`);
    const pending = await former.transaction();
    await pending.send({ topic: topics.output, messages: [{ value: 'of the dead', partition: 0 }] });
    await pending.sendOffsets({
      consumerGroupId: topics.group,
      topics: [{ topic: topics.input, partitions: [{ partition: 0, offset: '1' }] }],
    });
    await topics.consume(forward(topics));
    await eventually(async () => expect(await topics.outputs()).toEqual(['x']));
    await expect(pending.commit()).rejects.toMatchObject({ type: 'INVALID_PRODUCER_EPOCH' });
  });
});

describe('the committed prefix', () => {
  it('leaves while a later record still runs, and what finished behind it waits', async () => {
    await using topics = await scenario();
    await topics.put(...['a', 'slow', 'c'].map((key) => ({ key, value: key })));
    const release = Promise.withResolvers<void>();
    const finished: string[] = [];
    await topics.consume(async (record, context) => {
      if (String(record.value) === 'slow') await release.promise;
      finished.push(String(record.value));
      return forward(topics)(record, context);
    });
    await eventually(async () => expect(await topics.outputs()).toEqual(['a']));
    expect(finished).toEqual(['a', 'c']);
    expect(await topics.admin.committedOffsets(topics.group, topics.input)).toEqual([1n]);
    release.resolve();
    await eventually(async () => expect(await topics.outputs()).toEqual(['a', 'slow', 'c']));
    expect(finished).toEqual(['a', 'c', 'slow']);
  });

  it('leaves at once after a pause, and with others that finish within the interval after it', async () => {
    await using topics = await scenario();
    const consumer = await topics.consume(forward(topics), { limits: { transactionIntervalMs: 1_500 } });
    await topics.put({ key: 'k', value: '1' });
    await eventually(async () => expect(await topics.outputs()).toEqual(['1']));
    for (const value of ['2', '3', '4', '5']) await topics.put({ key: 'k', value });
    await eventually(async () => expect(await topics.outputs()).toEqual(['1', '2', '3', '4', '5']));
    const commits = consumer.events.filter((event) => event.type === 'committed' && event.transactional);
    expect(commits.length).toBeLessThan(5);
  });

  it('covers a backlog far above the batch bound, each record once and in order', async () => {
    await using topics = await scenario();
    const values = Array.from({ length: 1_500 }, (_, n) => String(n));
    await topics.put(...values.map((value) => ({ key: 'k', value })));
    await topics.consume(forward(topics), { limits: { maxBatchRecords: 100 } });
    await eventually(async () => expect(await topics.outputs()).toHaveLength(values.length));
    expect(await topics.outputs()).toEqual(values);
  });

  it('fits into one transaction also when its outputs exceed what one request may carry', async () => {
    await using topics = await scenario();
    await topics.put({ value: 'x' });
    const parts = ['1', '2', '3'].map((n) => n.repeat(700_000));
    await topics.consume(async () => parts.map((value) => ({ topic: topics.output, key: 'k', value })));
    await eventually(async () => expect(await topics.outputs()).toHaveLength(3));
    expect(await topics.outputs()).toEqual(parts);
  });
});
