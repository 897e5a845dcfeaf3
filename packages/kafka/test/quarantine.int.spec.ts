import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { headerText, parkingTopics, redriveCommandText } from '../src/core/index.ts';
import type { RecordHandler } from '../src/core/index.ts';
import { eventually, forward, scenario, text } from './fixture.ts';
import type { Scenario } from './fixture.ts';
import { connectionReset, failTransactions } from './planted-faults.ts';

/** Fails for good with what is broken now. */
const breakable = (topics: Scenario) => {
  const broken = new Set<string>();
  const handled: string[] = [];
  const handler: RecordHandler = async (record, context) => {
    const value = String(record.value);
    handled.push(value);
    if (broken.has(value)) throw new TypeError(`${value} is broken`);
    return forward(topics)(record, context);
  };
  return { broken, handled, handler };
};

const quarantine = (topics: Scenario) => ({ onPoison: { [topics.input]: 'quarantine' as const } });

const put = (topics: Scenario, ...values: string[]) =>
  topics.put(...values.map((value) => ({ key: value.charAt(0), value })));

const command = async (
  topics: Scenario,
  key: string,
  action: 'redrive' | 'discard',
  [from, to]: readonly [bigint, bigint],
): Promise<string> => {
  const { input, group } = topics;
  const id = randomUUID();
  const about = { by: 'ada', reason: 'mended', at: '2026-01-02T03:04:05.000Z' };
  const value = redriveCommandText({ id, action, topic: input, partition: 0, from, to, ...about });
  await topics.send({ topic: parkingTopics(input, group).redrive, partition: 0, key, value });
  return id;
};

const actOf = async (topics: Scenario, id: string): Promise<Record<string, unknown>> => {
  const acts = await topics.read(parkingTopics(topics.input, topics.group).acts);
  const act = acts.findLast(({ key }) => String(key) === id);
  return JSON.parse(String(act?.value));
};

/** Where the dead letters stand: between them are the marks of their transactions. */
const offsetsOf = async (topics: Scenario): Promise<bigint[]> =>
  (await topics.deadLetters()).map(({ offset }) => offset);

const lettersOf = async (topics: Scenario) =>
  (await topics.deadLetters()).map(({ value, headers }) => [text(value), headerText(headers, 'dlq_reason')]);

describe('a key in quarantine', () => {
  it('keeps its later records in order, while other keys flow', async () => {
    await using topics = await scenario();
    const { broken, handled, handler } = breakable(topics);
    broken.add('a2');
    await put(topics, 'a1', 'a2', 'b1', 'a3', 'b2');
    const consumer = await topics.consume(handler, quarantine(topics));
    await eventually(async () => expect(await topics.outputs()).toEqual(['a1', 'b1', 'b2']));
    await eventually(async () =>
      expect(await lettersOf(topics)).toEqual([
        ['a2', 'failed'],
        ['a3', 'waiting'],
      ]),
    );
    expect(handled).not.toContain('a3');
    expect(consumer.status().tasks).toMatchObject([{ quarantinedKeys: 1 }]);
    const [, entry] = await topics.read(parkingTopics(topics.input, topics.group).quarantine);
    expect(JSON.parse(String(entry?.value))).toMatchObject({ count: 2, firstOffset: '1', partition: 0 });
  });

  it('is released by a re-drive in order, with all that came meanwhile, and then flows again', async () => {
    await using topics = await scenario();
    const { broken, handler } = breakable(topics);
    broken.add('a1');
    await put(topics, 'a1', 'a2');
    const consumer = await topics.consume(handler, quarantine(topics));
    await eventually(async () => expect(await lettersOf(topics)).toHaveLength(2));
    broken.clear();
    await put(topics, 'a3');
    const id = await command(topics, 'a', 'redrive', [0n, 0n]);
    await eventually(async () => expect(await actOf(topics, id)).toMatchObject({ outcome: 'redriven' }));
    await put(topics, 'a4');
    await eventually(async () => expect(await topics.outputs()).toEqual(['a1', 'a2', 'a3', 'a4']));
    expect(await actOf(topics, id)).toMatchObject({ records: 3, by: 'ada', reason: 'mended' });
    expect(consumer.status().tasks).toMatchObject([{ quarantinedKeys: 0 }]);
    const entries = await topics.read(parkingTopics(topics.input, topics.group).quarantine);
    expect(entries.at(-1)?.value).toBeNull();
  });

  it('outlives its owner: the next one restores it before it starts, and nothing is re-driven twice', async () => {
    await using topics = await scenario();
    const { broken, handler } = breakable(topics);
    broken.add('a1');
    await put(topics, 'a1', 'a2');
    const former = await topics.consume(handler, quarantine(topics));
    await eventually(async () => expect(await lettersOf(topics)).toHaveLength(2));
    await former.stop();
    await put(topics, 'a3', 'b1');
    broken.clear();
    const next = await topics.consume(handler, { ...quarantine(topics), instanceId: 'b' });
    await eventually(async () => expect(await topics.outputs()).toEqual(['b1']));
    await eventually(async () => expect(await lettersOf(topics)).toHaveLength(3));
    const first = await command(topics, 'a', 'redrive', [0n, 99n]);
    await eventually(async () => expect(await actOf(topics, first)).toMatchObject({ records: 3 }));
    await next.stop();
    await topics.consume(handler, { ...quarantine(topics), instanceId: 'c' });
    const again = await command(topics, 'a', 'redrive', [0n, 99n]);
    await eventually(async () => expect(await actOf(topics, again)).toMatchObject({ records: 0 }));
    expect(await topics.outputs()).toEqual(['b1', 'a1', 'a2', 'a3']);
  });

  it.each(['request', 'answer'] as const)(
    'is released once although the connection dies at the %s of its commit',
    async (at) => {
      await using topics = await scenario();
      const { broken, handled, handler } = breakable(topics);
      broken.add('a1');
      await put(topics, 'a1', 'a2');
      await topics.consume(handler, quarantine(topics));
      await eventually(async () => expect(await lettersOf(topics)).toHaveLength(2));
      broken.clear();
      using fault = failTransactions(topics.group, 'EndTxn', { at, error: connectionReset(), times: 1 });
      const id = await command(topics, 'a', 'redrive', [0n, 99n]);
      await eventually(async () => expect(await actOf(topics, id)).toMatchObject({ records: 2 }));
      await put(topics, 'a3');
      await eventually(async () => expect(await topics.outputs()).toEqual(['a1', 'a2', 'a3']));
      expect(fault.left).toBe(0);
      expect(handled).toEqual(['a1', 'a1', 'a2', 'a3']);
    },
  );

  it('stays where a letter fails again, with what is behind it, and says so', async () => {
    await using topics = await scenario();
    const { broken, handler } = breakable(topics);
    broken.add('a1').add('a2');
    await put(topics, 'a1', 'a2', 'a3');
    await topics.consume(handler, quarantine(topics));
    await eventually(async () => expect(await lettersOf(topics)).toHaveLength(3));
    broken.delete('a1');
    const failed = await command(topics, 'a', 'redrive', [0n, 99n]);
    await eventually(async () =>
      expect(await actOf(topics, failed)).toMatchObject({
        outcome: 'failed',
        records: 1,
        error: 'TypeError: a2 is broken',
      }),
    );
    expect(await topics.outputs()).toEqual(['a1']);
    const [, second = 0n] = await offsetsOf(topics);
    const discarded = await command(topics, 'a', 'discard', [second, second]);
    await eventually(async () => expect(await actOf(topics, discarded)).toMatchObject({ records: 2 }));
    expect(await topics.outputs()).toEqual(['a1', 'a3']);
    expect(await lettersOf(topics)).toHaveLength(3);
  });
});

describe('a dead letter of a handler that parks', () => {
  it('is handled again by a re-drive once, and a discarded one never', async () => {
    await using topics = await scenario();
    const { broken, handler } = breakable(topics);
    broken.add('a1').add('a2');
    await put(topics, 'a1', 'a2', 'a3');
    await topics.consume(handler);
    await eventually(async () => expect(await topics.outputs()).toEqual(['a3']));
    broken.clear();
    const [first = 0n, second = 0n] = await offsetsOf(topics);
    await command(topics, 'a', 'discard', [second, second]);
    const id = await command(topics, 'a', 'redrive', [first, second]);
    await eventually(async () => expect(await actOf(topics, id)).toMatchObject({ records: 1 }));
    expect(await topics.outputs()).toEqual(['a3', 'a1']);
  });

  it('is tried again while the world is broken, and what was handled before it is not', async () => {
    await using topics = await scenario();
    const attempts: string[] = [];
    let isMended = false;
    await put(topics, 'a1', 'a2');
    await topics.consume(async (record, context) => {
      if (!isMended) throw new TypeError('broken');
      attempts.push(String(record.value));
      if (attempts.length === 2) throw Object.assign(new Error('away'), { code: 'ECONNREFUSED' });
      return forward(topics)(record, context);
    });
    await eventually(async () => expect(await lettersOf(topics)).toHaveLength(2));
    isMended = true;
    await command(topics, 'a', 'redrive', [0n, 99n]);
    await eventually(async () => expect(await topics.outputs()).toEqual(['a1', 'a2']));
    expect(attempts).toEqual(['a1', 'a2', 'a2']);
  });

  it('is re-driven in several transactions where one would be too large, in order', async () => {
    await using topics = await scenario();
    const { broken, handler } = breakable(topics);
    const values = Array.from({ length: 25 }, (_, n) => `a${n}`);
    values.forEach((value) => broken.add(value));
    await put(topics, ...values);
    const consumer = await topics.consume(handler, { limits: { maxBatchRecords: 10 } });
    await eventually(async () => expect(await lettersOf(topics)).toHaveLength(25));
    broken.clear();
    await command(topics, 'a', 'redrive', [0n, 1_000n]);
    await eventually(async () => expect(await topics.outputs()).toEqual(values));
    const ended = consumer.events.filter(({ type }) => type === 'redrive-ended');
    expect(ended).toMatchObject([{ records: 10 }, { records: 10 }, { records: 5 }]);
  });
});

describe('a command that is none', () => {
  it('is answered by an act that says why, and holds nothing up', async () => {
    await using topics = await scenario();
    const { redrive, acts } = parkingTopics(topics.input, topics.group);
    await topics.send({ topic: redrive, partition: 0, key: 'a', value: '{"action":"repeat"}' });
    await put(topics, 'a1');
    await topics.consume(forward(topics));
    await eventually(async () => expect(await topics.outputs()).toEqual(['a1']));
    const [act] = await eventually(async () => {
      const found = await topics.read(acts);
      expect(found).toHaveLength(1);
      return found;
    });
    expect(String(act?.key)).toBe(`${redrive}/0/0`);
    expect(JSON.parse(String(act?.value))).toMatchObject({
      outcome: 'failed',
      error: expect.stringContaining('action is neither redrive nor discard'),
    });
  });
});
