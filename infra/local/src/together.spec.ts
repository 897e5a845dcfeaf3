import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { together } from './together.ts';

const never = new AbortController().signal;

describe('two works at once', () => {
  it('give both results', async () => {
    expect(await together(never, [async () => 1, async () => 'a'])).toEqual([1, 'a']);
  });

  it('abort each other by a failure, which is the one that is thrown', async () => {
    const failure = new Error('no disk');
    let ended = false;
    const patient = async (either: AbortSignal): Promise<void> => {
      await pause(60_000, undefined, { signal: either }).catch((error: unknown) => {
        ended = true;
        throw error;
      });
    };
    await expect(together(never, [patient, () => Promise.reject(failure)])).rejects.toBe(failure);
    expect(ended).toBe(true);
  });
});
