import { describe, expect, it, jest } from '@jest/globals';
import { groupAdmin, taskConsumer, type RecordHandler, type TaskConsumer } from '@orderflow/kafka/core';
import { eventually, randomName } from '@orderflow/test-harness';
import { orderflow, orderflowJson } from './cli-under-test.ts';
import { systemUnderTest, type SystemUnderTest } from './system-under-test.ts';

jest.setTimeout(30_000);

const consume = async (
  { brokers, topic, group }: SystemUnderTest,
  handler: RecordHandler,
): Promise<TaskConsumer> => {
  const consumer = taskConsumer({
    brokers,
    group,
    clientId: 'cli-test',
    instanceId: 'reader-1',
    handlers: { [topic]: handler },
  });
  await consumer.start();
  return consumer;
};

/** Runs the group until it has passed everything. */
const consumeAll = async (under: SystemUnderTest): Promise<readonly string[]> => {
  const seen: string[] = [];
  const consumer = await consume(under, async ({ value }) => {
    seen.push(value?.toString() ?? '');
    return [];
  });
  try {
    await eventually(async () => {
      await using admin = groupAdmin({ brokers: under.brokers, clientId: 'cli-test' });
      for (const { lag, committed } of await admin.positions(under.group, under.topic)) {
        expect([lag, committed === undefined]).toEqual([0n, false]);
      }
    });
  } finally {
    await consumer.stop();
  }
  return seen;
};

describe('orderflow groups', () => {
  it('shows members by instance, and lag in records and seconds', async () => {
    const under = await systemUnderTest(2);
    const { topic, group, system, put } = under;
    const at = Date.parse('2026-01-31T12:00:00Z');
    const hold = Promise.withResolvers<never[]>();
    const consumer = await consume(under, () => hold.promise);
    try {
      await put(
        { partition: 0, value: 'a', timestamp: at },
        { partition: 0, value: 'b', timestamp: at + 1_000 },
      );
      await eventually(async () => {
        const { json } = await orderflowJson(['groups', 'describe', group], {
          system,
          now: () => at + 90_000,
        });
        expect(json).toMatchObject({
          group,
          state: 'Stable',
          declared: true,
          members: [
            { instanceId: 'reader-1', assigned: expect.arrayContaining([{ topic, partitions: [0, 1] }]) },
          ],
          positions: expect.arrayContaining([
            expect.objectContaining({
              topic,
              partition: 0,
              committed: '0',
              lastStable: '2',
              lag: '2',
              lagSeconds: 90,
              waitingSince: '2026-01-31T12:00:00.000Z',
            }),
            expect.objectContaining({
              topic,
              partition: 1,
              committed: '0',
              lastStable: '0',
              lag: '0',
              lagSeconds: 0,
              waitingSince: null,
            }),
          ]),
        });
      });
      const { out } = await orderflow(['groups', 'list'], { system, now: () => at + 90_000 });
      expect(out).toMatch(new RegExp(`^${group} +Stable +1 +2 +90 +${topic}`, 'm'));

      const undeclared = { ...system, groups: [] };
      expect(await orderflowJson(['groups', 'list'], { system: undeclared })).toMatchObject({
        json: { groups: [] },
      });
      expect(await orderflowJson(['groups', 'list', '--all'], { system: undeclared })).toMatchObject({
        json: {
          groups: expect.arrayContaining([
            expect.objectContaining({
              group,
              declared: false,
              positions: expect.arrayContaining([expect.objectContaining({ topic, partition: 0, lag: '2' })]),
            }),
          ]),
        },
      });
    } finally {
      hold.resolve([]);
      await consumer.stop();
    }
  });

  it('knows a declared group that never joined from a name that nobody bears', async () => {
    const { group, system } = await systemUnderTest();
    expect(await orderflow(['groups', 'describe', group], { system })).toMatchObject({
      code: 0,
      out: expect.stringContaining(`${group}: never joined`),
    });
    expect(await orderflow(['groups', 'describe', randomName('nobody')], { system })).toMatchObject({
      code: 2,
    });
  });
});

describe('orderflow groups reset', () => {
  const reset = ({ topic, group }: SystemUnderTest, ...options: readonly string[]): string[] => [
    'groups',
    'reset',
    group,
    '--topic',
    topic,
    ...options,
  ];

  it('moves an idle group after a preview that changed nothing, and the group goes on from there', async () => {
    const under = await systemUnderTest();
    const { group, topic, system, put } = under;
    await put({ value: 'a' }, { value: 'b' }, { value: 'c' });
    expect(await consumeAll(under)).toEqual(['a', 'b', 'c']);

    const preview = await orderflowJson(reset(under, '--to', 'earliest'), { system });
    const steps = [{ partition: 0, committed: '3', target: '0', repeated: '3', skipped: '0' }];
    expect(preview).toEqual({ code: 0, json: { group, topic, carriedOut: false, members: [], steps } });
    expect(await consumeAll(under)).toEqual([]);

    const done = await orderflowJson(reset(under, '--to', '1', '--yes'), { system });
    expect(done).toMatchObject({
      code: 0,
      json: { carriedOut: true, steps: [{ target: '1', repeated: '2' }] },
    });
    expect(await consumeAll(under)).toEqual(['b', 'c']);

    await put({ value: 'd' });
    const skip = await orderflow(reset(under, '--to', 'latest', '--yes'), { system });
    expect(skip.out).toContain(`${group} never handles 1 offsets of ${topic}.\nDone.`);
    expect(await consumeAll(under)).toEqual([]);
  });

  it('is refused while the group has members, by the broker too, and says so in the preview', async () => {
    const under = await systemUnderTest();
    const { group, topic, system, put, brokers } = under;
    await put({ value: 'a' });
    const consumer = await consume(under, async () => []);
    try {
      const committed = async (): Promise<unknown> => {
        await using admin = groupAdmin({ brokers, clientId: 'cli-test' });
        return (await admin.positions(group, topic)).map((position) => position.committed);
      };
      await eventually(async () => expect(await committed()).toEqual([1n]));
      const preview = await orderflow(reset(under, '--to', 'earliest'), { system });
      expect([preview.code, preview.out]).toEqual([0, expect.stringContaining('has members (reader-1)')]);
      const refused = await orderflow(reset(under, '--to', 'earliest', '--yes'), { system });
      expect([refused.code, refused.out, refused.err]).toEqual([
        3,
        '',
        expect.stringContaining('has members'),
      ]);

      await using admin = groupAdmin({ brokers, clientId: 'cli-test' });
      await expect(admin.setOffsets(group, topic, new Map([[0, 0n]]))).rejects.toMatchObject({
        code: 'GROUP_NOT_EMPTY',
      });
      expect(await committed()).toEqual([1n]);
    } finally {
      await consumer.stop();
    }
  });

  it('refuses names and places that are not there', async () => {
    const under = await systemUnderTest(2);
    const { system } = under;
    const code = async (argv: readonly string[]): Promise<number> => (await orderflow(argv, { system })).code;
    expect(await code(reset(under, '--to', '5', '--partition', '0', '--yes'))).toBe(2);
    expect(await code(reset(under, '--to', '0', '--yes'))).toBe(2);
    expect(await code(reset({ ...under, topic: randomName('nobody') }, '--to', 'latest'))).toBe(2);
    expect(await code(reset({ ...under, group: randomName('nobody') }, '--to', 'latest', '--yes'))).toBe(2);
  });
});
