import { describe, expect, it } from '@jest/globals';
import { RetryableError } from '../src/core/index.ts';
import { eventually, forward, scenario } from './fixture.ts';

const circuit = { failures: 3, minMs: 20, maxMs: 200 };

describe('a dependency that is down', () => {
  it('stops its partition, which probes with one record at a time and goes on once it is back', async () => {
    await using topics = await scenario();
    const values = Array.from({ length: 40 }, (_, n) => String(n));
    let isDown = true;
    const started = new Set<string>();
    await topics.put(...values.map((value) => ({ key: value, value })));
    const consumer = await topics.consume(
      async (record, context) => {
        started.add(String(record.value));
        if (isDown) throw new RetryableError('away', { dependency: 'psp' });
        return forward(topics)(record, context);
      },
      { circuit, limits: { concurrency: 4 } },
    );
    const states = () => consumer.events.flatMap((event) => (event.type === 'circuit' ? [event.state] : []));
    await eventually(() =>
      expect(states().slice(0, 5)).toEqual(['open', 'half-open', 'open', 'half-open', 'open']),
    );
    expect(started.size).toBeLessThanOrEqual(8);
    expect(consumer.status().tasks[0]?.circuit).toMatchObject({ dependency: 'psp' });
    isDown = false;
    await eventually(async () => expect(new Set(await topics.outputs())).toEqual(new Set(values)));
    expect(states().at(-1)).toBe('closed');
    expect(await topics.deadLetters()).toEqual([]);
    expect(consumer.status().tasks[0]?.circuit).toEqual({ state: 'closed' });
  });

  it('that fails each record once opens the circuit again and again, and every record is handled in the end', async () => {
    await using topics = await scenario();
    const values = Array.from({ length: 120 }, (_, n) => String(n));
    const failed = new Set<string>();
    await topics.put(...values.map((value) => ({ key: value, value })));
    const consumer = await topics.consume(
      async (record, context) => {
        const value = String(record.value);
        if (!failed.has(value)) {
          failed.add(value);
          throw new RetryableError('away', { dependency: 'psp' });
        }
        return forward(topics)(record, context);
      },
      { circuit, limits: { concurrency: 16 } },
    );
    await eventually(async () => expect(new Set(await topics.outputs())).toEqual(new Set(values)));
    expect(consumer.events.filter((event) => event.type === 'circuit').length).toBeGreaterThan(2);
    expect(consumer.status().tasks[0]?.circuit).toEqual({ state: 'closed' });
  });

  it('stops no other partition', async () => {
    await using topics = await scenario({ partitions: 2 });
    await topics.put(...['0', '1', '2'].map((value) => ({ key: value, value, partition: 0 })));
    const consumer = await topics.consume(
      async (record, context) => {
        if (record.partition === 0) throw new RetryableError('away', { dependency: 'psp' });
        return forward(topics)(record, context);
      },
      { circuit: { ...circuit, minMs: 10_000, maxMs: 10_000 } },
    );
    const statesByPartition = () => consumer.status().tasks.map((task) => task.circuit.state);
    await eventually(() => expect(statesByPartition()).toEqual(['open', 'closed']));
    await topics.put({ key: 'other', value: 'other', partition: 1 });
    await eventually(async () => expect(await topics.outputs()).toEqual(['other']));
  });
});
