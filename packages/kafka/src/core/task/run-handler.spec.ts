import { once } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { HandlerTimeoutError } from '../errors.ts';
import { runHandler } from './run-handler.ts';

const never = (): void => {
  throw new Error('must not be called');
};

const { signal } = new AbortController();

describe('a handler run', () => {
  it('passes result and failure on', async () => {
    const failure = new TypeError('bug');
    await expect(
      runHandler({ call: async () => 'result', maxHandlerTimeMs: 1_000, signal, onStuck: never }),
    ).resolves.toBe('result');
    await expect(
      runHandler({ call: () => Promise.reject(failure), maxHandlerTimeMs: 1_000, signal, onStuck: never }),
    ).rejects.toBe(failure);
  });

  it('discards a late result and tells of it only once the handler has settled', async () => {
    let settled = false;
    const late = runHandler({
      maxHandlerTimeMs: 5,
      signal,
      onStuck: never,
      call: async (signal) => {
        await once(signal, 'abort');
        settled = true;
        return 'late';
      },
    });
    await expect(late).rejects.toBeInstanceOf(HandlerTimeoutError);
    expect(settled).toBe(true);
  });

  it('ends with the ownership of its task', async () => {
    const ownership = new AbortController();
    const reason = new Error('lost');
    const run = runHandler({
      maxHandlerTimeMs: 1_000,
      signal: ownership.signal,
      onStuck: never,
      call: (inner) => once(inner, 'abort'),
    });
    ownership.abort(reason);
    await expect(run).rejects.toBe(reason);
  });

  it('reports a handler that ignores its signal', async () => {
    const release = Promise.withResolvers<string>();
    const stuck = Promise.withResolvers<void>();
    const run = runHandler({
      maxHandlerTimeMs: 5,
      signal,
      onStuck: stuck.resolve,
      call: () => release.promise,
    });
    await stuck.promise;
    release.resolve('much too late');
    await expect(run).rejects.toBeInstanceOf(HandlerTimeoutError);
  });
});
