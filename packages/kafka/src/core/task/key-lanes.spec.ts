import { describe, expect, it } from '@jest/globals';
import { keyLanes } from './key-lanes.ts';
import type { StepResult } from './key-lanes.ts';

const key = (name: string): Buffer => Buffer.from(name);

/** Lanes whose steps end when the test says so. */
const controlled = (concurrency: number) => {
  const running = new Map<string, (result: StepResult) => void>();
  const started: string[] = [];
  const lanes = keyLanes<string>(concurrency, (item) => {
    started.push(item);
    return new Promise((resolve) => running.set(item, resolve));
  });
  const end = async (item: string, result: StepResult = 'finished'): Promise<void> => {
    running.get(item)?.(result);
    await Promise.resolve();
    await Promise.resolve();
  };
  return { lanes, started, end };
};

describe('lanes by key', () => {
  it('work one key in order and others beside it', async () => {
    const { lanes, started, end } = controlled(10);
    lanes.add(key('a'), 'a1');
    lanes.add(key('a'), 'a2');
    lanes.add(key('b'), 'b1');
    expect(started).toEqual(['a1', 'b1']);
    await end('a1');
    expect(started).toEqual(['a1', 'b1', 'a2']);
  });

  it('never work more than their limit at once', async () => {
    const { lanes, started, end } = controlled(2);
    ['a', 'b', 'c'].forEach((name) => lanes.add(key(name), name));
    expect(started).toEqual(['a', 'b']);
    await end('b');
    expect(started).toEqual(['a', 'b', 'c']);
  });

  it('hold a waiting key and give its place to another', async () => {
    const { lanes, started, end } = controlled(1);
    lanes.add(key('a'), 'a1');
    lanes.add(key('a'), 'a2');
    lanes.add(key('b'), 'b1');
    await end('a1', { retryAfterMs: 60_000 });
    expect(started).toEqual(['a1', 'b1']);
    await end('b1');
    expect(started).toEqual(['a1', 'b1']);
    await lanes.stop();
  });

  it('try a waiting item again before its successors', async () => {
    const again = Promise.withResolvers<void>();
    const attempts: string[] = [];
    const lanes = keyLanes<string>(1, async (item) => {
      attempts.push(item);
      if (attempts.length === 1) return { retryAfterMs: 1 };
      if (item === 'a2') again.resolve();
      return 'finished';
    });
    lanes.add(key('a'), 'a1');
    lanes.add(key('a'), 'a2');
    await again.promise;
    expect(attempts).toEqual(['a1', 'a1', 'a2']);
  });

  it('run items without a key side by side', () => {
    const { lanes, started } = controlled(10);
    lanes.add(null, 'x');
    lanes.add(null, 'y');
    expect(started).toEqual(['x', 'y']);
  });

  it('hold without a place what goes on once something else has come about', async () => {
    const event = Promise.withResolvers<void>();
    const { lanes, started, end } = controlled(1);
    lanes.add(key('a'), 'a1');
    lanes.add(key('b'), 'b1');
    await end('a1', { after: event.promise });
    expect(started).toEqual(['a1', 'b1']);
    event.resolve();
    await end('b1');
    expect(started).toEqual(['a1', 'b1', 'a1']);
    await end('a1');
    await lanes.stop();
  });

  it('start nothing while they are held, but the one that failed first when asked for a probe', async () => {
    const { lanes, started, end } = controlled(3);
    ['a', 'b', 'c'].forEach((name) => lanes.add(key(name), name));
    lanes.hold();
    await end('b', { retryAfterMs: 60_000 });
    await end('a', { retryAfterMs: 60_000 });
    lanes.add(key('d'), 'd');
    expect(started).toEqual(['a', 'b', 'c']);
    const probed: string[] = [];
    expect(lanes.probe((item) => probed.push(item))).toBe(true);
    expect(started.slice(3)).toEqual(['b']);
    await end('b', { retryAfterMs: 60_000 });
    expect(lanes.probe((item) => probed.push(item))).toBe(true);
    expect(probed).toEqual(['b', 'a']);
    await end('a');
    expect(started.slice(3)).toEqual(['b', 'a']);
    lanes.release();
    expect(started.at(-1)).toBe('d');
    await Promise.all(['c', 'd'].map((item) => end(item)));
    await lanes.stop();
  });

  it('go on with a probe that waits for something, though they are held', async () => {
    const { lanes, started, end } = controlled(10);
    const turn = Promise.withResolvers<void>();
    lanes.add(key('a'), 'a');
    lanes.add(key('b'), 'b');
    lanes.hold();
    await end('a', { retryAfterMs: 60_000 });
    await end('b', { retryAfterMs: 60_000 });
    lanes.probe(() => undefined);
    await end('a', { after: turn.promise });
    expect(started).toEqual(['a', 'b', 'a']);
    turn.resolve();
    await end('nobody');
    expect(started).toEqual(['a', 'b', 'a', 'a']);
    await end('a');
    expect(started).toEqual(['a', 'b', 'a', 'a']);
    await lanes.stop();
  });

  it('probe nothing while no item has failed', async () => {
    const { lanes, end } = controlled(1);
    lanes.add(key('a'), 'a');
    lanes.hold();
    expect(lanes.probe(() => undefined)).toBe(false);
    await end('a');
    await lanes.stop();
  });

  it('stop by finishing what runs and starting nothing more', async () => {
    const { lanes, started, end } = controlled(1);
    lanes.add(key('a'), 'a1');
    lanes.add(key('b'), 'b1');
    const stopped = lanes.stop();
    await end('a1');
    await stopped;
    expect(started).toEqual(['a1']);
  });
});
