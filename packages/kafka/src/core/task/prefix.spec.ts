import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { prefixTracker } from './prefix.ts';
import type { PlacedOutput } from './prefix.ts';

const output = (value: string): PlacedOutput => ({ topic: 'out', partition: 0, key: null, value });

describe('the committable prefix', () => {
  it('lets earlier records go while a later one still runs', () => {
    const tracker = prefixTracker();
    const first = tracker.add({ topic: 'in', offset: 0n }, 1n, 10);
    tracker.add({ topic: 'in', offset: 1n }, 2n, 10);
    tracker.finish(first, [output('a')]);
    expect(tracker.take(100)).toMatchObject({
      offsets: new Map([['in', 1n]]),
      outputs: [output('a')],
      records: 1,
    });
    expect(tracker.take(100)).toBeUndefined();
    expect(tracker.pending).toBe(1);
  });

  it('keeps the outputs of a finished record behind a waiting one', () => {
    const tracker = prefixTracker();
    const slow = tracker.add({ topic: 'in', offset: 0n }, 1n, 10);
    const fast = tracker.add({ topic: 'in', offset: 1n }, 2n, 10);
    tracker.finish(fast, [output('fast')]);
    expect(tracker.take(100)).toBeUndefined();
    tracker.finish(slow, [output('slow')]);
    expect(tracker.take(100)?.outputs).toEqual([output('slow'), output('fast')]);
  });

  it('moves over control records also when nothing follows them', () => {
    const tracker = prefixTracker();
    tracker.pass('in', 500n);
    expect(tracker.take(100)).toMatchObject({ offsets: new Map([['in', 500n]]), outputs: [], records: 0 });
  });

  it('tells what it holds, however it is cut', () => {
    const tracker = prefixTracker();
    const held = () => [tracker.finished, tracker.finishedSlots];
    expect(held()).toEqual(['nothing', 0]);
    const [first, second, third] = [0n, 1n, 2n].map((offset) =>
      tracker.add({ topic: 'in', offset }, offset + 1n, 10),
    );
    if (!first || !second || !third) throw new TypeError('three are added');
    tracker.finish(third, []);
    expect(held()).toEqual(['nothing', 0]);
    tracker.finish(first, []);
    expect(held()).toEqual(['offsets', 1]);
    tracker.finish(second, [output('b')]);
    expect(held()).toEqual(['outputs', 3]);
    tracker.take(1);
    expect(held()).toEqual(['outputs', 2]);
    tracker.take(1);
    expect(held()).toEqual(['offsets', 1]);
    tracker.take(1);
    expect(held()).toEqual(['nothing', 0]);
  });

  it('hands out every finished slot once, in order, and never past an unfinished one', () => {
    const scenario = fc.array(fc.record({ topic: fc.constantFrom('a', 'b'), order: fc.nat() }), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(scenario, fc.integer({ min: 1, max: 9 }), (inputs, maxRecords) => {
        const tracker = prefixTracker();
        const slots = inputs.map(({ topic }, n) =>
          tracker.add({ topic, offset: BigInt(n) }, BigInt(n + 1), 10),
        );
        const finishing = inputs.map(({ order }, n) => ({ order, n })).toSorted((a, b) => a.order - b.order);
        const finished = new Set<number>();
        const committed: string[] = [];
        for (const { n } of finishing) {
          const slot = slots[n];
          if (slot) tracker.finish(slot, [output(String(n))]);
          finished.add(n);
          for (let prefix = tracker.take(maxRecords); prefix; prefix = tracker.take(maxRecords)) {
            expect(prefix.records).toBeLessThanOrEqual(maxRecords);
            committed.push(...prefix.outputs.map(({ value }) => String(value)));
          }
          const expected = inputs.findIndex((_, index) => !finished.has(index));
          expect(committed).toHaveLength(expected === -1 ? inputs.length : expected);
        }
        expect(committed).toEqual(inputs.map((_, n) => String(n)));
        expect(tracker.pending).toBe(0);
        expect(tracker.pendingBytes).toBe(0);
      }),
    );
  });
});
