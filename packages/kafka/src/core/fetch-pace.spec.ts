import { describe, expect, it } from '@jest/globals';
import { fetchPace } from './fetch-pace.ts';

/** A clock that moves only while somebody waits for it. */
function clock() {
  const waits: number[] = [];
  let time = 1_000;
  return {
    waits,
    pass: (ms: number) => {
      time += ms;
    },
    now: () => time,
    wait: async (ms: number) => {
      waits.push(ms);
      time += ms;
    },
  };
}

describe('the pace of fetches', () => {
  it('keeps a fetch away from the one before by what is left of the interval', async () => {
    const time = clock();
    const pace = fetchPace(15, time);
    await pace(1);
    time.pass(5);
    await pace(1);
    await pace(1);
    expect(time.waits).toEqual([10, 15]);
  });

  it('delays nothing once the interval has passed', async () => {
    const time = clock();
    const pace = fetchPace(15, time);
    await pace(1);
    time.pass(15);
    await pace(1);
    expect(time.waits).toEqual([]);
  });

  it('is one for each broker', async () => {
    const time = clock();
    const pace = fetchPace(15, time);
    await pace(1);
    await pace(2);
    expect(time.waits).toEqual([]);
  });
});
