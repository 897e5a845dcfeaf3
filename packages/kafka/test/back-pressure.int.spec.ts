import { setTimeout as work } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { onTaskEvent } from '../src/core/index.ts';
import type { TaskEvent } from '../src/core/index.ts';
import { eventually, forward, scenario } from './fixture.ts';

const recordBytes = 100_000;

describe('a slow handler of large records', () => {
  it('never has more bytes waiting than its limits grant, and gets through', async () => {
    await using topics = await scenario();
    const names = Array.from({ length: 40 }, (_, n) => `${n}`);
    // One record a batch, as a broker never divides one.
    for (const name of names) await topics.put({ key: name, value: name.padEnd(recordBytes, '.') });
    let held = 0;
    let most = 0;
    const count = (event: TaskEvent): void => {
      if (event.type === 'batch-delivered') held += event.records * recordBytes;
      // From then on it holds no more than its output, which is small here.
      if (event.type === 'record-handled') held -= recordBytes;
      most = Math.max(most, held);
    };
    const limits = {
      concurrency: 2,
      maxBufferedBytes: 500_000,
      maxPartitionFetchBytes: 200_000,
      maxFetchBytes: 400_000,
    };
    using _ = onTaskEvent((event) => {
      if (event.group === topics.group) count(event);
    }, console.error);
    await topics.consume(
      async (record, context) => {
        await work(40);
        return forward(topics)({ ...record, value: record.key }, context);
      },
      { limits },
    );
    await eventually(async () => expect(new Set(await topics.outputs())).toEqual(new Set(names)));
    expect(most).toBeGreaterThanOrEqual(limits.maxBufferedBytes - recordBytes);
    expect(most).toBeLessThanOrEqual(limits.maxBufferedBytes + limits.maxPartitionFetchBytes);
    await eventually(() => expect(held).toBe(0));
  });
});
