import { describe, expect, it } from '@jest/globals';
import { startTimeOf, startTimeOfStat } from './start-time.ts';

const stat = (name: string, state: string, threads = 30): string =>
  `4242 (${name}) ${state} 1 4242 4242 0 -1 4194560 11 0 0 0 5 3 0 0 20 0 ${threads} 0 987654 3495932 92399 18446744073709551615`;

describe('the start time of a process', () => {
  it('is read past a command with spaces and parentheses', () => {
    expect(startTimeOfStat(stat('a) (b c', 'S'))).toBe('987654');
  });

  it('is absent for a zombie', () => {
    expect(startTimeOfStat(stat('java', 'Z', 1))).toBeUndefined();
  });

  it('is there while threads of a zombie still end', () => {
    expect(startTimeOfStat(stat('java', 'Z', 3))).toBe('987654');
  });

  it('stays the same while the process runs', async () => {
    const first = await startTimeOf(process.pid);
    expect(first).toMatch(/\d/);
    expect(await startTimeOf(process.pid)).toBe(first);
  });

  it('is absent for an id that no process has', async () => {
    expect(await startTimeOf(2 ** 22 + 1)).toBeUndefined();
  });
});
