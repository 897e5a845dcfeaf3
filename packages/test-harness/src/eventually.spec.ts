import { describe, expect, it } from '@jest/globals';
import { eventually, NeverHappenedError } from './eventually.ts';

describe('eventually', () => {
  it('returns the value of the first attempt that holds', async () => {
    let attempts = 0;
    const value = await eventually(
      () => {
        attempts += 1;
        if (attempts < 3) throw new Error('not yet');
        return attempts;
      },
      { intervalMs: 1 },
    );
    expect(value).toBe(3);
  });

  it('gives up at the deadline and repeats the last failure', async () => {
    const last = new Error('balance was 7');
    const waiting = eventually(() => Promise.reject(last), { timeoutMs: 20, intervalMs: 1 });
    await expect(waiting).rejects.toThrow('not within 20 ms: balance was 7');
    await expect(waiting).rejects.toMatchObject({ code: 'NEVER_HAPPENED', cause: last });
  });

  it('gives up on an attempt that never ends', async () => {
    const never = Promise.withResolvers<void>();
    await expect(eventually(() => never.promise, { timeoutMs: 20 })).rejects.toThrow(NeverHappenedError);
  });
});
