import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { headerText, kafkaProducer } from '../src/core/index.ts';
import type { KafkaRecord } from '../src/core/index.ts';
import { internals, Kafka, logLevel } from '../src/kafkajs/index.ts';
import { brokers, eventually, forward, scenario, text } from './fixture.ts';

describe('a record', () => {
  it('keeps null headers, loses undefined ones, and keeps repeated names, whatever they are', async () => {
    await using topics = await scenario();
    await topics.put({
      value: 'v',
      headers: [
        ['gone', undefined],
        ['null', null],
        ['twice', 'x'],
        ['twice', 'y'],
        ['constructor', 'z'],
        ['__proto__', null],
      ],
    });
    const [record] = await topics.read(topics.input);
    expect(record?.headers.map(([name, value]) => [name, text(value)])).toEqual([
      ['null', null],
      ['twice', 'x'],
      ['twice', 'y'],
      ['constructor', 'z'],
      ['__proto__', null],
    ]);
    expect(headerText(record?.headers ?? [], 'null')).toBeUndefined();
  });

  it('arrives byte for byte, whatever its value looks like', async () => {
    await using topics = await scenario();
    const values = ['{"time":1,"value":12}', '9007199254740993', '한글 🍵', Buffer.from([0, 255, 254])];
    const seen: KafkaRecord[] = [];
    await topics.put(...values.map((value) => ({ value })));
    await topics.consume(async (record) => {
      seen.push(record);
      return [];
    });
    await eventually(() => expect(seen).toHaveLength(values.length));
    expect(new Set(seen.map(({ value }) => value?.toString('hex')))).toEqual(
      new Set(values.map((value) => Buffer.from(value).toString('hex'))),
    );
  });

  it('may be a tombstone or have no key among keyed ones, and the offset moves on', async () => {
    await using topics = await scenario();
    await topics.put(
      { key: 'k', value: null },
      { key: null, value: 'keyless' },
      { key: '', value: 'empty key' },
    );
    const consumer = await topics.consume(forward(topics));
    await eventually(async () => expect(await topics.outputs()).toHaveLength(3));
    const passed = (await topics.read(topics.output)).map(({ key, value }) => [text(key), text(value)]);
    expect(passed).toEqual(
      expect.arrayContaining([
        ['k', null],
        [null, 'keyless'],
        ['', 'empty key'],
      ]),
    );
    await eventually(async () => {
      const [partition] = await topics.admin.lag(topics.group, [topics.input]);
      expect(partition).toMatchObject({ committed: 3n, lag: 0n });
    });
    expect(consumer.status().tasks).toMatchObject([
      {
        partition: 0,
        state: 'running',
        topics: { [topics.input]: { position: 3n, committed: 3n, lag: 0n } },
      },
    ]);
  });
});

describe('a producer', () => {
  it('gives twenty concurrent sends twenty distinct offsets, none lost or doubled', async () => {
    await using topics = await scenario();
    await using producer = kafkaProducer({ brokers: brokers(), clientId: 'concurrent' });
    const sends = Array.from({ length: 20 }, (_, n) =>
      producer.send([{ topic: topics.input, key: null, value: String(n) }]),
    );
    const positions = (await Promise.all(sends)).flat();
    const stored = await topics.read(topics.input);
    expect(positions.map(({ offset }) => offset)).toEqual(stored.map(({ offset }) => offset));
    expect(stored.map(({ value }) => text(value))).toEqual(Array.from({ length: 20 }, (_, n) => String(n)));
  });
});

describe('a producer whose metadata is older than a partition', () => {
  it('rejects what kafkajs would drop without a word, and has it written when it is sent again', async () => {
    await using topics = await scenario();
    await using producer = kafkaProducer({ brokers: brokers(), clientId: 'older' });
    await producer.send([{ topic: topics.input, partition: 0, key: null, value: 'known' }]);
    await topics.grow(topics.input, 2);
    const record = { topic: topics.input, partition: 1, key: null, value: 'new' };
    await expect(producer.send([record])).rejects.toMatchObject({
      code: 'OUTPUT_NOT_ACKNOWLEDGED',
      retryable: true,
    });
    expect(await producer.send([record])).toEqual([{ topic: topics.input, partition: 1, offset: 0n }]);
    expect((await topics.read(topics.input)).map(({ value }) => text(value))).toEqual(['known', 'new']);
  });
});

describe('declared topics', () => {
  it('are created once, and what differs is named and left as it is', async () => {
    await using topics = await scenario();
    const declared = {
      name: topics.input,
      partitions: 3,
      cleanup: 'delete',
      retentionMs: 60_000,
    } as const;
    const expected = [
      { topic: topics.input, setting: 'partitions', declared: '3', found: '1' },
      { topic: topics.input, setting: 'retention.ms', declared: '60000', found: '-1' },
    ];
    expect(await topics.admin.ensureTopics([declared])).toEqual({ created: [], drift: expected });
    expect(await topics.admin.ensureTopics([declared])).toEqual({ created: [], drift: expected });
  });
});

describe('a request for metadata', () => {
  it('makes no topic, unlike one by a stock client', async () => {
    const { Metadata } = internals.requests;
    const { protocol } = Metadata;
    const asked: boolean[] = [];
    using _ = { [Symbol.dispose]: () => void (Metadata.protocol = protocol) };
    Metadata.protocol = (options) => (input) => {
      asked.push(input.allowAutoTopicCreation);
      return protocol(options)(input);
    };
    {
      await using topics = await scenario();
      await topics.consume(forward(topics));
      await topics.put({ key: 'k', value: 'v' });
      await eventually(async () => expect(await topics.outputs()).toEqual(['v']));
    }
    expect(new Set(asked.splice(0))).toEqual(new Set([false]));
    const retry = { retries: 1 };
    const stock = new Kafka({ brokers: brokers(), logLevel: logLevel.NOTHING, retry }).producer();
    await stock.connect();
    const nowhere = `no-topic-${randomUUID()}`;
    await expect(stock.send({ topic: nowhere, messages: [{ value: 'v' }] })).rejects.toThrow(
      'does not host this topic-partition',
    );
    await stock.disconnect();
    expect(asked).toContain(true);
  });
});
