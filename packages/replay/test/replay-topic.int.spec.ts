import { PassThrough } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createTopics, harnessKafka, randomName, stack, withAdmin } from '@orderflow/test-harness';
import {
  readReplayMessage,
  runReplayProgram,
  type ReplayableHandler,
  type ReplayRequestText,
} from '../src/index.ts';
import { countingReadModel, echoHandler } from './counting-service.ts';

describe('replaying a topic', () => {
  const resources = new AsyncDisposableStack();
  let producer: ReturnType<ReturnType<typeof harnessKafka>['producer']>;
  let input: string;
  let output: string;
  let group: string;

  beforeAll(async () => {
    producer = harnessKafka().producer();
    await producer.connect();
    resources.defer(() => producer.disconnect());
  });
  afterAll(() => resources.disposeAsync());
  beforeEach(async () => {
    [input, output, group] = [randomName('input'), randomName('output'), randomName('group')];
    resources.use(
      await createTopics([
        { name: input, partitions: 2 },
        { name: output, partitions: 2 },
      ]),
    );
  });

  const put = async (topic: string, partition: number, ...ids: readonly string[]) => {
    await producer.send({
      topic,
      messages: ids.map((id) => ({ partition, key: `key-${id}`, value: id, headers: { id } })),
    });
  };
  /** As the live handler does when it has handled everything below: in a transaction, without a member. */
  const commit = async (...offsets: readonly number[]) => {
    const transactional = harnessKafka().producer({
      transactionalId: group,
      idempotent: true,
      maxInFlightRequests: 1,
    });
    await transactional.connect();
    const transaction = await transactional.transaction();
    const partitions = offsets.map((offset, partition) => ({ partition, offset: String(offset) }));
    await transaction.sendOffsets({ consumerGroupId: group, topics: [{ topic: input, partitions }] });
    await transaction.commit();
    await transactional.disconnect();
  };
  const range = () => ({ group, topic: input, from: 'earliest', to: 'end', rate: 10_000 }) as const;
  const replay = (handler: ReplayableHandler) =>
    ask(handler, { action: 'run', id: 'r1', reportLimit: 10, ...range() });
  const ask = async (handler: ReplayableHandler, request: ReplayRequestText) => {
    const said: string[] = [];
    const pipe = new PassThrough();
    pipe.write(`${JSON.stringify(request)}\n`);
    const { mode } = handler;
    await runReplayProgram({
      compose: () => ({
        brokers: stack().kafka.brokers,
        clientId: 'replay',
        declared: [{ group, topics: [input], mode }],
        entries: [
          {
            group,
            topic: input,
            mode,
            open: async () => ({ handler, [Symbol.asyncDispose]: async () => undefined }),
          },
        ],
        typeOf: () => 'Thing',
      }),
      input: pipe,
      write: (line) => void said.push(line),
      clock: {
        now: () => performance.now(),
        sleep: (milliseconds, signal) => sleep(milliseconds, undefined, { signal }),
      },
    });
    return said.map(readReplayMessage).at(-1);
  };

  it('rebuilds from every record, those of each partition in order, and those that arrive meanwhile', async () => {
    await put(input, 0, 'a', 'b', 'a');
    await put(input, 1, 'c');
    let arrivals = 0;
    const { handler, shadow } = countingReadModel(async () => {
      if (arrivals++ === 0) await put(input, 0, 'late', 'late');
    });
    await commit(5, 1);
    expect(await replay(handler)).toMatchObject({
      kind: 'rebuilt',
      records: 6,
      partitions: [{ to: '5' }, { to: '1' }],
    });
    expect(Object.fromEntries(shadow)).toEqual({ 'key-a': 2, 'key-b': 1, 'key-c': 1, 'key-late': 2 });
  });

  it('does not begin to rebuild from a topic that lost its first records', async () => {
    await put(input, 1, 'a', 'b');
    await withAdmin(async (admin) => {
      // The client deletes only from a topic that it has looked at.
      await admin.fetchTopicOffsets(input);
      await admin.deleteTopicRecords({ topic: input, partitions: [{ partition: 1, offset: '1' }] });
    });
    const { handler, shadow } = countingReadModel();
    shadow.set('as it was', 1);
    expect(await replay(handler)).toMatchObject({ kind: 'failed', code: 'TOPIC_TRUNCATED' });
    expect([...shadow.keys()]).toEqual(['as it was']);
  });

  it('gives up rebuilding where the topic grows as fast as it is read', async () => {
    const many = Array.from({ length: 600 }, (_, index) => `${index}`);
    await put(input, 0, ...many);
    const { handler } = countingReadModel(() => put(input, 0, ...many));
    expect(await replay(handler)).toMatchObject({ kind: 'failed', code: 'OUTRUN' });
  });

  it('verifies what the live handler is done with, and no more', async () => {
    await put(input, 0, 'a', 'b', 'not yet');
    await put(input, 1, 'never');
    await put(output, 0, 'a', 'b');
    await commit(2);
    expect(await replay(echoHandler(output))).toMatchObject({
      kind: 'verified',
      records: 2,
      outputs: 2,
      equal: 2,
      differing: 0,
      partitions: [
        { from: '0', to: '2' },
        { from: '0', to: '0' },
      ],
    });
  });

  it('expects no answer to what was parked', async () => {
    const deadLetters = `${input}.${group}.dlq`;
    resources.use(await createTopics([{ name: deadLetters, partitions: 2 }]));
    await put(input, 0, 'a', 'parked', 'b');
    await put(output, 0, 'a');
    const headers = { dlq_topic: input, dlq_partition: '0', dlq_offset: '1', dlq_timestamp: '0' };
    await producer.send({ topic: deadLetters, messages: [{ partition: 0, key: 'k', value: 'v', headers }] });
    await commit(3, 0);
    expect(await replay(echoHandler(output))).toMatchObject({
      parked: 1,
      outputs: 2,
      equal: 1,
      differences: [{ kind: 'only replayed', id: 'b' }],
    });
  });

  it('tells what only one side has, and counts what stands there twice', async () => {
    await put(input, 0, 'a', 'b');
    await put(output, 0, 'b', 'b', 'of another input');
    await commit(2, 0);
    expect(await replay(echoHandler(output))).toMatchObject({
      duplicates: 1,
      differing: 1,
      differences: [{ kind: 'only replayed', id: 'a' }],
    });
    expect(await replay({ ...echoHandler(output), open: async () => async () => [] })).toMatchObject({
      differing: 1,
      differences: [{ kind: 'only live', id: 'b' }],
    });
  });

  it('plans a part by key, by offset and by time', async () => {
    await put(input, 0, 'a', 'b', 'a');
    const plan = (part: Partial<Extract<ReplayRequestText, { readonly action: 'plan' }>>) =>
      ask(countingReadModel().handler, { action: 'plan', ...range(), rate: 2, ...part });
    expect(await plan({ key: 'key-a' })).toMatchObject({
      records: 2,
      types: { Thing: 2 },
      estimatedSeconds: 1,
    });
    expect(await plan({ partition: 0, from: { offset: '1' }, to: { offset: '2' } })).toMatchObject({
      records: 1,
    });
    expect(await plan({ from: { time: Date.now() + 60_000 } })).toMatchObject({ records: 0 });
    expect(await plan({ to: { time: Date.now() + 60_000 } })).toMatchObject({ records: 3 });
  });

  it('joins no group and leaves every log as it is', async () => {
    await put(input, 0, 'a');
    await put(output, 0, 'a');
    await commit(1, 0);
    const world = () =>
      withAdmin(async (admin) => ({
        groups: (await admin.listGroups()).groups.map(({ groupId }) => groupId).filter((id) => id === group),
        members: (await admin.describeGroups([group])).groups.map(({ members }) => members.length),
        offsets: await admin.fetchOffsets({ groupId: group, topics: [input] }),
        ends: [await admin.fetchTopicOffsets(input), await admin.fetchTopicOffsets(output)],
      }));
    const before = await world();
    await replay(echoHandler(output));
    await replay(countingReadModel().handler);
    expect(await world()).toEqual(before);
  });
});
