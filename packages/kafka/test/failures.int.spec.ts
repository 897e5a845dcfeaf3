import { once } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { headerText, parkingTopics, RetryableError } from '../src/core/index.ts';
import { eventually, forward, scenario, text } from './fixture.ts';

describe('a record that cannot be handled', () => {
  it('is dead-lettered exactly once with its original bytes, and the next one is handled', async () => {
    await using topics = await scenario({ partitions: 2 });
    const headers = [
      ['traceparent', '00-1'],
      ['nothing', null],
    ] as const;
    await topics.put({ key: 'a', value: '{bad', headers, partition: 1 });
    await topics.put({ key: 'a', value: '{"good":1}', partition: 1 });
    await topics.consume(async (record) => {
      JSON.parse(String(record.value));
      return forward(topics)(record, {
        signal: new AbortController().signal,
        attempt: 1,
        partition: 1,
        state: undefined,
      });
    });
    await eventually(async () => expect(await topics.outputs()).toEqual(['{"good":1}']));
    const letters = await topics.deadLetters();
    expect(letters).toHaveLength(1);
    const [letter] = letters;
    expect(letter).toMatchObject({ partition: 1, key: Buffer.from('a'), value: Buffer.from('{bad') });
    expect(letter?.headers.slice(0, 2).map(([name, value]) => [name, text(value)])).toEqual(headers);
    expect(headerText(letter?.headers ?? [], 'dlq_topic')).toBe(topics.input);
    expect(headerText(letter?.headers ?? [], 'dlq_offset')).toBe('0');
    expect(headerText(letter?.headers ?? [], 'dlq_error_name')).toBe('SyntaxError');
  });

  it('kills no consumer, whatever is thrown', async () => {
    await using topics = await scenario();
    const thrown = [
      new TypeError('t'),
      new RangeError('r'),
      new ReferenceError('f'),
      'text',
      undefined,
      null,
    ];
    await topics.put(...thrown.map((_, n) => ({ key: String(n), value: String(n) })), {
      key: 'z',
      value: 'last',
    });
    const consumer = await topics.consume(async (record, context) => {
      const value = String(record.value);
      if (value !== 'last') throw thrown[Number(value)];
      return forward(topics)(record, context);
    });
    await eventually(async () => expect(await topics.outputs()).toEqual(['last']));
    expect(await topics.deadLetters()).toHaveLength(thrown.length);
    expect(consumer.status().state).toBe('running');
    expect(consumer.events.filter(({ type }) => type === 'rebuilding')).toEqual([]);
  });

  it('includes one whose output is too large for any broker', async () => {
    await using topics = await scenario();
    await topics.put({ value: 'x' });
    await topics.consume(async () => [{ topic: topics.output, key: null, value: 'x'.repeat(1_100_000) }]);
    const [letter] = await eventually(async () => {
      const letters = await topics.deadLetters();
      expect(letters).toHaveLength(1);
      return letters;
    });
    expect(headerText(letter?.headers ?? [], 'dlq_error_name')).toBe('OutputTooLargeError');
  });
});

describe('a record whose outputs the broker refuses for ever', () => {
  const inTwoDays = () => Date.now() + 2 * 86_400_000;

  it('is dead-lettered alone, once, and not handled again; its output is in no state', async () => {
    await using topics = await scenario();
    const values = ['a', 'b', 'refused', 'c', 'd'];
    await topics.put(...values.map((value) => ({ key: 'k', value })));
    const attempts: string[] = [];
    const restored: string[][] = [];
    const consumer = await topics.consume<string[]>(
      async ({ key, value }, { state }) => {
        attempts.push(String(value));
        state.push(String(value));
        const timestamp = String(value) === 'refused' ? { timestamp: inTwoDays() } : {};
        return [{ topic: topics.output, key, value, ...timestamp }];
      },
      {
        restore: async ({ readPartition }) => {
          const found: string[] = [];
          for await (const { value } of readPartition(topics.output)) found.push(String(value));
          restored.push([...found]);
          return found;
        },
      },
    );
    await eventually(async () => expect(await topics.outputs()).toEqual(['a', 'b', 'c', 'd']));
    const letters = await topics.deadLetters();
    expect(letters.map(({ value }) => text(value))).toEqual(['refused']);
    expect(headerText(letters[0]?.headers ?? [], 'dlq_error_name')).toBe('OutputRefusedError');
    expect(attempts.filter((value) => value === 'refused')).toHaveLength(1);
    expect(restored).toEqual([[], ['a', 'b']]);
    expect(consumer.status().tasks).toMatchObject([{ state: 'running' }]);
  });

  it('stops its task when not even the dead letter is taken', async () => {
    await using topics = await scenario();
    const small = `${topics.input}.small`;
    await topics.admin.ensureTopics([
      { name: small, partitions: 1, cleanup: 'delete', retentionMs: 'forever', maxMessageBytes: 1_000 },
    ]);
    await topics.put({ value: 'x'.repeat(2_000) });
    const consumer = await topics.consume(() => Promise.reject(new TypeError('bug')), {
      parkingTopics: (topic) => ({ ...parkingTopics(topic, topics.group), deadLetters: small }),
    });
    await eventually(() =>
      expect(consumer.status().tasks).toMatchObject([
        { state: 'stopped', error: { code: 'RECORD_REFUSED', cause: { code: 'OUTPUT_REFUSED' } } },
      ]),
    );
    expect(await topics.admin.committedOffsets(topics.group, topics.input)).toEqual([0n]);
  });
});

describe('a record that was handled', () => {
  it('is not handled again when placing its outputs has to be tried again', async () => {
    await using topics = await scenario();
    const late = `${topics.output}-late`;
    await topics.put({ value: 'x' });
    let handled = 0;
    const consumer = await topics.consume(async ({ key, value }) => {
      handled += 1;
      return [{ topic: late, key, value }];
    });
    await eventually(() => expect(consumer.events.map(({ type }) => type)).toContain('record-retried'));
    await topics.admin.ensureTopics([
      { name: late, partitions: 1, cleanup: 'delete', retentionMs: 'forever' },
    ]);
    await eventually(async () => expect(await topics.read(late)).toHaveLength(1));
    expect(handled).toBe(1);
  });

  it('and then found to return what is no record is dead-lettered on a restored state', async () => {
    await using topics = await scenario();
    await topics.put({ key: 'k', value: 'bad' }, { key: 'k', value: 'good' });
    const seen: string[][] = [];
    await topics.consume<string[]>(
      async ({ key, value }, { state }) => {
        state.push(String(value));
        seen.push([...state]);
        return [{ topic: topics.output, key, value, ...(String(value) === 'bad' ? { timestamp: -5 } : {}) }];
      },
      { restore: async () => [] },
    );
    await eventually(async () => expect(await topics.outputs()).toEqual(['good']));
    expect(await topics.deadLetters()).toHaveLength(1);
    expect(seen).toEqual([['bad'], ['good']]);
  });
});

describe('a record that may succeed later', () => {
  it('is retried until it does, holds its key back, and is then put out once', async () => {
    await using topics = await scenario();
    await topics.put({ key: 'a', value: 'a1' }, { key: 'a', value: 'a2' }, { key: 'b', value: 'b1' });
    const attempts: string[] = [];
    const consumer = await topics.consume(async (record, context) => {
      attempts.push(String(record.value));
      if (String(record.value) === 'a1' && context.attempt < 4) throw new RetryableError('down');
      return forward(topics)(record, context);
    });
    await eventually(async () => expect(await topics.outputs()).toEqual(['a1', 'a2', 'b1']));
    expect(attempts.filter((value) => value === 'a1')).toHaveLength(4);
    expect(attempts.indexOf('a2')).toBeGreaterThan(attempts.lastIndexOf('a1'));
    expect(attempts.indexOf('b1')).toBeLessThan(attempts.lastIndexOf('a1'));
    expect(attempts).toHaveLength(6);
    expect(consumer.events.filter(({ type }) => type === 'record-retried')).toHaveLength(3);
  });

  it('is dead-lettered when its time to give up has come', async () => {
    await using topics = await scenario();
    await topics.put({ value: 'x' });
    await topics.consume(() => Promise.reject(new RetryableError('down')), {
      retry: { minMs: 5, maxMs: 20, giveUpAfterMs: 60 },
    });
    await eventually(async () => expect(await topics.deadLetters()).toHaveLength(1));
  });

  it('includes one whose handler overran: its late result is dropped and it is put out once', async () => {
    await using topics = await scenario();
    await topics.put({ value: 'x' });
    const attempts: number[] = [];
    await topics.consume(
      async (record, context) => {
        attempts.push(context.attempt);
        if (context.attempt === 1) await once(context.signal, 'abort');
        return forward(topics)(record, context);
      },
      { limits: { maxHandlerTimeMs: 200 } },
    );
    await eventually(async () => expect(await topics.outputs()).toEqual(['x']));
    expect(attempts).toEqual([1, 2]);
  });
});

describe('a handler that ignores its signal', () => {
  it('makes the consumer leave and report it, so that the process can end', async () => {
    await using topics = await scenario();
    await topics.put({ value: 'x' });
    const fatal = Promise.withResolvers<Error>();
    const release = Promise.withResolvers<never[]>();
    const consumer = await topics.consume(() => release.promise, {
      limits: { maxHandlerTimeMs: 100, stopTimeoutMs: 120_000 },
      onFatal: fatal.resolve,
    });
    // Well before the time that a drain might take: the handler is known not to return.
    expect(await fatal.promise).toMatchObject({ code: 'HANDLER_STUCK' });
    expect(consumer.status().state).toBe('stopped');
    release.resolve([]);
  });
});
