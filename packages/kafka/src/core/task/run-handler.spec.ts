import { once } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { HandlerTimeoutError } from '../errors.ts';
import { handlerRuns } from './run-handler.ts';

const never = (): void => {
  throw new Error('must not be called');
};

const { signal } = new AbortController();

describe('a handler run', () => {
  it('passes result and failure on', async () => {
    const run = handlerRuns({ maxHandlerTimeMs: 1_000, signal });
    const failure = new TypeError('bug');
    await expect(run({ call: async () => 'result', onStuck: never })).resolves.toBe('result');
    await expect(run({ call: () => Promise.reject(failure), onStuck: never })).rejects.toBe(failure);
  });

  it('discards a late result and tells of it only once the handler has settled', async () => {
    const run = handlerRuns({ maxHandlerTimeMs: 5, signal });
    let settled = false;
    const late = run({
      onStuck: never,
      call: async ({ signal: own }) => {
        await once(own, 'abort');
        settled = true;
        return 'late';
      },
    });
    await expect(late).rejects.toBeInstanceOf(HandlerTimeoutError);
    expect(settled).toBe(true);
  });

  it('has its time from its own start, beside others', async () => {
    const run = handlerRuns({ maxHandlerTimeMs: 20, signal });
    const order: string[] = [];
    const overrun = (name: string) =>
      run({ call: ({ signal: own }) => once(own, 'abort'), onStuck: never }).catch(() => order.push(name));
    const first = overrun('first');
    await run({ call: async () => undefined, onStuck: never });
    await Promise.all([first, overrun('second')]);
    await overrun('third');
    expect(order).toEqual(['first', 'second', 'third']);
  });

  it('leaves no timer behind that keeps the process alive, and is timed by it all the same', async () => {
    const timers = (): number => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
    const before = timers();
    const run = handlerRuns({ maxHandlerTimeMs: 20, signal });
    await run({ call: async () => expect(timers()).toBe(before + 1), onStuck: never });
    expect(timers()).toBe(before);
    const late = run({ call: ({ signal: own }) => once(own, 'abort'), onStuck: never });
    expect(timers()).toBe(before + 1);
    await expect(late).rejects.toBeInstanceOf(HandlerTimeoutError);
  });

  it('ends with the ownership of its task', async () => {
    const ownership = new AbortController();
    const reason = new Error('lost');
    const run = handlerRuns({ maxHandlerTimeMs: 1_000, signal: ownership.signal });
    const waiting = run({ onStuck: never, call: ({ signal: own }) => once(own, 'abort') });
    const deaf = Promise.withResolvers<string>();
    const discarded = run({ onStuck: never, call: () => deaf.promise });
    ownership.abort(reason);
    deaf.resolve('of no use any more');
    await expect(waiting).rejects.toBe(reason);
    await expect(discarded).rejects.toBe(reason);
  });

  it('is handed a signal that has fired when it asks for it late', async () => {
    const ownership = new AbortController();
    const run = handlerRuns({ maxHandlerTimeMs: 1_000, signal: ownership.signal });
    const asked = Promise.withResolvers<boolean>();
    const late = run({
      onStuck: never,
      call: async (own) => {
        ownership.abort(new Error('lost'));
        asked.resolve(own.signal.aborted);
      },
    });
    await expect(late).rejects.toThrow('lost');
    expect(await asked.promise).toBe(true);
  });

  it('reports a handler that ignores its signal', async () => {
    const run = handlerRuns({ maxHandlerTimeMs: 5, signal });
    const release = Promise.withResolvers<string>();
    const stuck = Promise.withResolvers<void>();
    const deaf = run({ onStuck: stuck.resolve, call: () => release.promise });
    await stuck.promise;
    release.resolve('much too late');
    await expect(deaf).rejects.toBeInstanceOf(HandlerTimeoutError);
  });
});
