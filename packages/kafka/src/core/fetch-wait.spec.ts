import { describe, expect, it } from '@jest/globals';
import { fetchWaitMs } from './fetch-wait.ts';

describe('the wait of an empty fetch', () => {
  it('is shorter while a partition may come back that is not in it', () => {
    expect(fetchWaitMs(500, false)).toBe(500);
    expect(fetchWaitMs(500, true)).toBe(100);
    expect(fetchWaitMs(50, true)).toBe(50);
  });
});
