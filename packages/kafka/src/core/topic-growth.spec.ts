import { describe, expect, it } from '@jest/globals';
import { NotCoPartitionedError } from './errors.ts';
import { topicGrowth } from './topic-growth.ts';

const turn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

/** A set of two topics whose counts the test changes, looked up once a second. */
const watched = () => {
  const counts = { a: 2, b: 1 };
  const told: string[] = [];
  const log = { at: 0, lookUps: 0, broken: false };
  const growth = topicGrowth({
    assertGrownAlike: async () => {
      log.lookUps += 1;
      if (log.broken) throw new TypeError('no broker');
      if (counts.a !== counts.b) throw new NotCoPartitionedError(counts);
    },
    intervalMs: 1_000,
    now: () => log.at,
    onMismatch: ({ code }) => told.push(code),
    onFailure: (error) => told.push(String(error)),
  });
  const ask = async (): Promise<boolean> => {
    const answer = growth.isComplete();
    await turn();
    log.at += 500;
    return answer;
  };
  return { counts, told, log, growth, ask };
};

describe('a member whose topics grow one after the other', () => {
  it('does not join again before all have grown, and tells each mismatch once', async () => {
    const { counts, told, log, growth, ask } = watched();
    for (let n = 0; n < 6; n += 1) expect(await ask()).toBe(false);
    expect(log.lookUps).toBe(3);
    expect(told).toEqual(['NOT_CO_PARTITIONED']);
    expect(growth.mismatch?.message).toContain('{"a":2,"b":1}');
    counts.a = 3;
    await ask();
    expect(told).toHaveLength(2);
    counts.b = 3;
    await ask();
    expect(await ask()).toBe(false);
    expect(growth.mismatch).toBeUndefined();
  });

  it('joins again once when they have, and looks anew the next time', async () => {
    const { counts, log, ask } = watched();
    counts.b = 2;
    expect(await ask()).toBe(false);
    expect(await ask()).toBe(true);
    expect(log.lookUps).toBe(1);
    expect(await ask()).toBe(false);
    expect(log.lookUps).toBe(2);
  });

  it('looks again after a look-up that failed', async () => {
    const { counts, told, log, ask } = watched();
    counts.b = 2;
    log.broken = true;
    await ask();
    log.broken = false;
    await ask();
    await ask();
    expect(await ask()).toBe(true);
    expect(told).toEqual(['TypeError: no broker']);
  });
});
