import { describe, expect, it } from '@jest/globals';
import { liveness } from './liveness.ts';

const [one, two] = [
  { topic: 't', partition: 1 },
  { topic: 't', partition: 2 },
];

/** A consumer at a clock of its own, checked every second, silent for more than 10 s or 60 s of a join. */
const watched = () => {
  let at = 0;
  const alive = liveness({ boundMs: 10_000, joinBoundMs: 60_000, intervalMs: 1_000, now: () => at });
  /** Lets seconds pass, after each of which the consumer gives the signs; what the checks found first. */
  const pass = (seconds: number, signs: () => void, expected = [one, two]): string | undefined => {
    for (let n = 0; n < seconds; n += 1) {
      at += 1_000;
      signs();
      const found = alive.check(expected);
      if (found) return found.message;
    }
    return undefined;
  };
  return { ...alive, pass, stall: (ms: number) => void (at += ms) };
};

const nothing = (): void => undefined;

describe('a consumer', () => {
  it('is alive while it heartbeats and fetches all it should', () => {
    const { joined, heartbeat, fetched, pass } = watched();
    joined();
    const both = (): void => {
      heartbeat();
      fetched([one, two]);
    };
    expect(pass(100, both)).toBeUndefined();
  });

  it('is silent without heartbeats, however much it fetches', () => {
    const { joined, fetched, pass } = watched();
    joined();
    expect(pass(100, () => fetched([one, two]))).toBe('no heartbeat for 11000 ms');
  });

  it('is silent where one partition is fetched no more, however much it heartbeats', () => {
    const { joined, heartbeat, fetched, pass } = watched();
    joined();
    const oneOnly = (): void => {
      heartbeat();
      fetched([one]);
    };
    expect(pass(100, oneOnly)).toBe('no fetch of t[2] for 11000 ms');
  });

  it('need not fetch what is paused, and has its time again once that is not', () => {
    const { joined, heartbeat, fetched, pass } = watched();
    joined();
    const oneOnly = (): void => {
      heartbeat();
      fetched([one]);
    };
    expect(pass(100, oneOnly, [one])).toBeUndefined();
    expect(pass(10, oneOnly)).toBeUndefined();
    expect(pass(100, oneOnly, [one])).toBeUndefined();
  });

  it('has more time for a join, and what it fetched before counts no more', () => {
    const { joining, joined, heartbeat, pass } = watched();
    joined();
    expect(pass(5, nothing)).toBeUndefined();
    joining();
    expect(pass(60, nothing)).toBeUndefined();
    joined();
    expect(pass(10, heartbeat)).toBeUndefined();
    joining();
    expect(pass(100, nothing)).toBe('no end of a join for 61000 ms');
  });

  it('is given a moment after the whole process stood still', () => {
    const { joined, pass, stall, heartbeat, fetched } = watched();
    joined();
    expect(pass(5, nothing)).toBeUndefined();
    stall(50_000);
    expect(pass(1, nothing)).toBeUndefined();
    heartbeat();
    fetched([one, two]);
    expect(pass(1, nothing)).toBeUndefined();
    stall(50_000);
    expect(pass(2, nothing)).toContain('no heartbeat');
  });
});
