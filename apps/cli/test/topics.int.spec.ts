import { describe, expect, it, jest } from '@jest/globals';
import { eventually, harnessKafka, randomName } from '@orderflow/test-harness';
import { orderflow, orderflowJson, start } from './cli-under-test.ts';
import { systemUnderTest } from './system-under-test.ts';

jest.setTimeout(30_000);

describe('orderflow topics', () => {
  it('lists the declared topics as the broker has them, the missing ones too', async () => {
    const { topic, system, put } = await systemUnderTest();
    await put({ value: 'a' }, { value: 'b' });
    const [declared] = system.topics;
    const missing = {
      name: randomName('missing'),
      partitions: 2,
      cleanup: 'compact',
      retentionMs: 1_000,
    } as const;
    const topics = [...system.topics.slice(0, 1), missing];
    const { code, json } = await orderflowJson(['topics', 'list'], { system: { ...system, topics } });
    expect(code).toBe(0);
    expect(json).toEqual({
      topics: [
        {
          name: topic,
          state: 'as declared',
          declared,
          found: {
            name: topic,
            partitions: 1,
            cleanup: 'delete',
            retentionMs: 'forever',
            maxMessageBytes: 1_048_576,
          },
          drift: [],
          partitions: [{ partition: 0, start: '0', lastStable: '2', end: '2' }],
        },
        {
          name: missing.name,
          state: 'missing',
          declared: missing,
          found: null,
          drift: [{ topic: missing.name, setting: 'topic', declared: 'present', found: 'missing' }],
          partitions: [],
        },
      ],
    });
  });

  it('names every difference with the declaration, by exit code 1, and none by 0', async () => {
    const { topic, system } = await systemUnderTest();
    const same = await orderflowJson(['topics', 'drift'], { system });
    expect(same).toEqual({ code: 0, json: { drift: [] } });

    const topics = system.topics.map((each) =>
      each.name === topic ? { ...each, partitions: 6, retentionMs: 1_000 } : each,
    );
    const { code, out } = await orderflow(['topics', 'drift'], { system: { ...system, topics } });
    expect(code).toBe(1);
    expect(out).toBe(`${topic}: partitions is 1, declared 6\n${topic}: retention.ms is -1, declared 1000\n`);
  });

  it('tells the end of the log from the last stable offset, where a transaction is open', async () => {
    const { topic, system, put } = await systemUnderTest();
    await put({ value: 'committed' });
    const producer = harnessKafka().producer({ transactionalId: randomName('open'), maxInFlightRequests: 1 });
    await producer.connect();
    try {
      const transaction = await producer.transaction();
      await transaction.send({ topic, messages: [{ value: 'open' }] });
      const { json } = await orderflowJson(['topics', 'describe', topic], { system });
      expect(json).toMatchObject({ partitions: [{ start: '0', lastStable: '1', end: '2' }] });
      await transaction.abort();
    } finally {
      await producer.disconnect();
    }
  });

  it('says that a topic is neither declared nor there', async () => {
    const { code, err } = await orderflow(['topics', 'describe', randomName('nobody')]);
    expect([code, err]).toEqual([2, expect.stringContaining('no topic is called nobody')]);
  });
});

describe('orderflow topics tail', () => {
  it('prints records without altering a byte of key, headers or value', async () => {
    const { topic, put } = await systemUnderTest();
    const binary = Buffer.from([0xff, 0x00, 0xc3, 0x28]);
    await put(
      {
        key: 'k',
        value: '{"n":9007199254740993}',
        timestamp: 1_700_000_000_000,
        headers: [
          ['h', 'one'],
          ['h', binary],
          ['none', null],
        ],
      },
      { key: binary, value: binary },
      { key: null, value: null },
    );
    const { code, out } = await orderflow([
      'topics',
      'tail',
      topic,
      '--from',
      'earliest',
      '--no-follow',
      '--json',
    ]);
    expect(code).toBe(0);
    const base64 = binary.toString('base64');
    const records = out
      .trimEnd()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    expect(records).toMatchObject([
      {
        topic,
        partition: 0,
        offset: '0',
        timestamp: '2023-11-14T22:13:20.000Z',
        key: { utf8: 'k' },
        headers: [
          { name: 'h', value: { utf8: 'one' } },
          { name: 'h', value: { base64 } },
          { name: 'none', value: null },
        ],
        value: { utf8: '{"n":9007199254740993}' },
      },
      { offset: '1', key: { base64 }, headers: [], value: { base64 } },
      { offset: '2', key: null, value: null },
    ]);
  });

  it('prints what comes, from now on, until Ctrl-C, which is an ordinary end', async () => {
    const { topic, put } = await systemUnderTest();
    await put({ value: 'before' });
    const tail = start(['topics', 'tail', topic]);
    await eventually(async () => {
      await put({ value: 'after' });
      expect(tail.printed()).toContain('after');
    });
    tail.interrupt();
    const { code, out, err } = await tail.answer;
    expect([code, err]).toEqual([0, '']);
    expect(out).not.toContain('before');
  });

  it('narrows by partition, place, key and count', async () => {
    const { topic, put } = await systemUnderTest(2);
    const at = Date.parse('2026-01-31T12:00:00Z');
    await put(
      ...['a', 'b', 'a', 'b', 'a'].map((key, n) => ({
        key,
        value: `v${n}`,
        partition: 1,
        timestamp: at + n * 1_000,
      })),
      { key: 'a', value: 'elsewhere', partition: 0, timestamp: at },
    );
    const values = async (...options: string[]): Promise<string[]> => {
      const { out } = await orderflow(['topics', 'tail', topic, '--no-follow', ...options]);
      return out.match(/v\d|elsewhere/g) ?? [];
    };
    expect(await values('--from', 'earliest', '--key', 'a')).toEqual(['elsewhere', 'v0', 'v2', 'v4']);
    expect(await values('--from', 'earliest', '--key', 'a', '--count', '2')).toEqual(['elsewhere', 'v0']);
    expect(await values('--from', '3', '--partition', '1')).toEqual(['v3', 'v4']);
    expect(await values('--from', '2026-01-31T12:00:02Z')).toEqual(['v2', 'v3', 'v4']);
    expect(await values()).toEqual([]);
  });

  it('refuses a place that can’t be meant', async () => {
    const { topic } = await systemUnderTest(2);
    const refused = async (...options: string[]): Promise<unknown> => {
      const { code, err } = await orderflow(['topics', 'tail', topic, ...options]);
      return [code, err];
    };
    expect(await refused('--from', '0')).toEqual([2, expect.stringContaining('name it with --partition')]);
    expect(await refused('--from', '1', '--partition', '1')).toEqual([
      2,
      expect.stringContaining('is outside'),
    ]);
    expect(await refused('--partition', '7')).toEqual([2, expect.stringContaining('no partition 7')]);
    expect(await refused('--from', 'yesterday')).toEqual([
      2,
      expect.stringContaining('It has to be earliest'),
    ]);
  });
});
