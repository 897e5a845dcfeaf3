import { once } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { headerText, RetryableError } from '../src/core/index.ts';
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
      limits: { maxHandlerTimeMs: 100, stopTimeoutMs: 100 },
      onFatal: fatal.resolve,
    });
    expect(await fatal.promise).toMatchObject({ code: 'HANDLER_STUCK' });
    expect(consumer.status().state).toBe('stopped');
    release.resolve([]);
  });
});
