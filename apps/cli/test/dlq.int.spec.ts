import { describe, expect, it, jest } from '@jest/globals';
import {
  readRedriveCommand,
  readTopic,
  taskConsumer,
  type RedriveCommand,
  type TaskConsumer,
} from '@orderflow/kafka/core';
import { eventually } from '@orderflow/test-harness';
import { orderflow, orderflowJson } from './cli-under-test.ts';
import { deadLetter } from './dead-letters.ts';
import { systemUnderTest, type SystemUnderTest } from './system-under-test.ts';

jest.setTimeout(30_000);

/** The commands as the owner of the partitions reads them. */
const commandsOf = async ({ brokers, redrive, topic }: SystemUnderTest) => {
  const commands: (RedriveCommand & { readonly key: Buffer | null })[] = [];
  for await (const record of readTopic({ brokers, topic: redrive })) {
    commands.push({ ...readRedriveCommand(record, topic), key: record.key });
  }
  return commands;
};

const binary = Buffer.from([0xff, 0x00]);

/** Key `a` failed at 0 and holds two that wait, `b` failed once, and one has no text for a key. */
const parked = async (): Promise<SystemUnderTest> => {
  const under = await systemUnderTest();
  await under.put(
    deadLetter(under, { key: 'a', offset: 10 }),
    deadLetter(under, { key: 'b', offset: 11 }),
    deadLetter(under, { key: 'a', reason: 'waiting', offset: 12 }),
    deadLetter(under, { key: binary, value: binary, offset: 13 }),
    deadLetter(under, { key: 'a', reason: 'waiting', offset: 14 }),
    {
      topic: under.quarantine,
      partition: 0,
      key: 'a',
      value: JSON.stringify({
        topic: under.topic,
        partition: 0,
        count: 3,
        firstOffset: '10',
        since: '2026-01-31T12:00:00Z',
      }),
    },
  );
  return under;
};

describe('orderflow dlq list', () => {
  it('counts by topic and reason, and names the quarantined keys', async () => {
    const { topic, group, deadLetters, system } = await parked();
    const { code, json } = await orderflowJson(['dlq', 'list'], { system });
    expect(code).toBe(0);
    expect(json).toEqual({
      parked: [
        {
          topic,
          group,
          deadLetterTopic: deadLetters,
          total: 5,
          open: { failed: 3, waiting: 2 },
          ordered: 0,
          redriven: 0,
          discarded: 0,
          quarantined: [
            {
              partition: 0,
              key: { utf8: 'a' },
              count: 3,
              firstOffset: '10',
              since: '2026-01-31T12:00:00.000Z',
            },
          ],
          letters: null,
        },
      ],
    });
    const lines = await orderflow(['dlq', 'list', '--letters'], { system });
    expect(lines.out).toMatch(/^ +0 +2 +a +waiting +open$/m);
    expect(lines.out).toMatch(/^ +0 +1 +b +failed +open +TypeError: no such field$/m);
  });

  it('shows how far the reading is on a terminal only', async () => {
    const { system } = await parked();
    const watched = await orderflow(['dlq', 'list'], { system, terminal: true });
    expect(watched.err).toContain('100 %');
    const piped = await orderflow(['dlq', 'list'], { system });
    expect(piped.err).toBe('');
  });
});

describe('orderflow dlq show', () => {
  it('prints one dead letter with its error, its coordinates and its bytes', async () => {
    const { topic, group, deadLetters, system } = await parked();
    const at = (offset: number) => ['dlq', 'show', '--partition', '0', '--offset', String(offset)];
    const { json } = await orderflowJson(at(3), { system });
    expect(json).toEqual({
      parkedAt: { topic: deadLetters, partition: 0, offset: '3' },
      group,
      reason: 'failed',
      attempts: 1,
      error: { name: 'TypeError', message: 'no such field', stack: expect.stringContaining('order.ts') },
      state: 'open',
      acts: [],
      original: {
        topic,
        partition: 0,
        offset: '13',
        timestamp: '2023-11-14T22:13:20.000Z',
        key: { base64: binary.toString('base64') },
        headers: [{ name: 'ce_type', value: { utf8: 'OrderPlaced' } }],
        value: { base64: binary.toString('base64') },
      },
    });
    expect(await orderflow(at(99), { system })).toMatchObject({ code: 2 });
  });
});

describe('orderflow dlq redrive and discard', () => {
  const redrive = (...options: readonly string[]) => ['dlq', 'redrive', '--reason', 'fixed', ...options];

  it('write nothing before --yes', async () => {
    const under = await parked();
    const { code, out } = await orderflow(redrive('--all'), { system: under.system });
    expect([code, out]).toEqual([0, expect.stringContaining('Nothing was written')]);
    expect(await commandsOf(under)).toEqual([]);
  });

  it('write one command a key that means its open letters, with who, when and why', async () => {
    const under = await parked();
    const { topic, system } = under;
    const now = (): number => Date.parse('2026-01-31T12:00:00Z');
    expect(await orderflow(redrive('--all', '--yes'), { system, now })).toMatchObject({ code: 0 });
    const told = { topic, action: 'redrive', partition: 0, by: 'tester', reason: 'fixed' };
    const at = '2026-01-31T12:00:00.000Z';
    expect(await commandsOf(under)).toMatchObject([
      { ...told, at, key: Buffer.from('a'), from: 0n, to: 4n },
      { ...told, at, key: Buffer.from('b'), from: 1n, to: 1n },
      { ...told, at, key: binary, from: 3n, to: 3n },
    ]);
    const listed = await orderflowJson(['dlq', 'list'], { system });
    expect(listed.json).toMatchObject({ parked: [{ open: { failed: 0, waiting: 0 }, ordered: 5 }] });
    const again = await orderflow(redrive('--all', '--yes'), { system });
    expect([again.code, again.err]).toEqual([3, expect.stringContaining('ordered before')]);
  });

  it('say so when nobody carries them out in time', async () => {
    const { system, group } = await parked();
    const argv = ['dlq', 'discard', '--reason', 'a test order', '--partition', '0', '--offset', '1'];
    const { code, out } = await orderflow([...argv, '--yes', '--wait', '--timeout', '1'], { system });
    expect([code, out]).toEqual([1, expect.stringContaining(`does an instance of ${group} run?`)]);
  });

  it('take keys that are no text', async () => {
    const under = await parked();
    const key = binary.toString('base64');
    await orderflow(redrive('--key-base64', key, '--yes'), { system: under.system });
    expect(await commandsOf(under)).toMatchObject([{ key: binary, from: 3n, to: 3n }]);
  });

  it('refuse choices that mean nothing', async () => {
    const under = await parked();
    const { system } = under;
    const outcome = async (...options: readonly string[]): Promise<unknown> => {
      const { code, err } = await orderflow(redrive(...options, '--yes'), { system });
      return [code, err];
    };
    expect(await outcome()).toEqual([2, expect.stringContaining('choose dead letters by one of')]);
    expect(await outcome('--key', 'nobody')).toEqual([2, expect.stringContaining('still open')]);
    expect(await outcome('--offset', '1')).toEqual([2, expect.stringContaining('name it with --partition')]);
    expect(await outcome('--all', '--group', 'nobody')).toEqual([
      2,
      expect.stringContaining('no declared group'),
    ]);
    expect(await commandsOf(under)).toEqual([]);
  });
});

/** A group that can't handle `poison` until it is mended. */
const consuming = async ({
  brokers,
  topic,
  group,
}: SystemUnderTest): Promise<{
  readonly consumer: TaskConsumer;
  readonly handled: readonly string[];
  readonly mend: () => void;
}> => {
  const handled: string[] = [];
  let isMended = false;
  const consumer = taskConsumer({
    brokers,
    group,
    clientId: 'cli-test',
    instanceId: 'reader-1',
    onPoison: { [topic]: 'quarantine' },
    handlers: {
      [topic]: async ({ key, value }) => {
        const text = `${key?.toString()} ${value?.toString()}`;
        if (!isMended && text.includes('poison')) throw new TypeError('no such field');
        handled.push(text);
        return [];
      },
    },
  });
  await consumer.start();
  return { consumer, handled, mend: () => (isMended = true) };
};

describe('orderflow dlq with the group running', () => {
  it('has what was parked handled or dropped by its owner, and remembers who wanted it', async () => {
    const under = await systemUnderTest();
    const { system, group } = under;
    const { consumer, handled, mend } = await consuming(under);
    const act = (action: 'redrive' | 'discard', ...options: readonly string[]) =>
      orderflow(['dlq', action, '--reason', 'mended', '--by', 'ana', '--yes', '--wait', ...options], {
        system,
      });
    const list = async (): Promise<unknown> => (await orderflowJson(['dlq', 'list'], { system })).json;
    try {
      await under.put(
        { key: 'a', value: 'poison' },
        { key: 'b', value: 'poison' },
        { key: 'a', value: '2' },
        { key: 'c', value: 'fine' },
      );
      await eventually(async () => {
        expect(await list()).toMatchObject({
          parked: [
            {
              open: { failed: 2, waiting: 1 },
              quarantined: [
                { key: { utf8: 'a' }, count: 2, firstOffset: '0' },
                { key: { utf8: 'b' }, count: 1, firstOffset: '1' },
              ],
            },
          ],
        });
      });

      const early = await act('redrive', '--key', 'a');
      expect([early.code, early.out]).toEqual([1, expect.stringContaining('failed after 0: TypeError')]);
      expect(await list()).toMatchObject({ parked: [{ open: { failed: 2, waiting: 1 }, ordered: 0 }] });

      mend();
      const mended = await act('redrive', '--key', 'a');
      expect([mended.code, mended.out]).toEqual([0, expect.stringContaining('redriven 2')]);
      expect(handled).toEqual(['c fine', 'a poison', 'a 2']);
      const dropped = await act('discard', '--key', 'b');
      expect([dropped.code, dropped.out]).toEqual([0, expect.stringContaining('discarded 1')]);
      expect(await list()).toMatchObject({
        parked: [{ open: { failed: 0, waiting: 0 }, ordered: 0, redriven: 2, discarded: 1, quarantined: [] }],
      });
      expect(handled).toHaveLength(3);

      const shown = await orderflowJson(
        ['dlq', 'show', '--group', group, '--partition', '0', '--offset', '0'],
        {
          system,
        },
      );
      expect(shown.json).toMatchObject({
        state: 'redriven',
        attempts: 1,
        acts: [
          { action: 'redrive', by: 'ana', reason: 'mended', outcome: 'failed' },
          { action: 'redrive', by: 'ana', reason: 'mended', outcome: 'redriven', error: null },
        ],
      });
    } finally {
      await consumer.stop();
    }
  });
});
