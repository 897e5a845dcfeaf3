import { describe, expect, it } from '@jest/globals';
import { stringSerde } from '../../serde/serde.ts';
import type { OpenStore } from './open-store.ts';

const retentionMs = 1_000;
const ever = [0, Number.MAX_SAFE_INTEGER] as const;

/** What the stores that forget have in common: something is put under a key at a time, and is there or not. */
interface Retaining {
  put(key: string, time: number): void;
  timesOf(key: string): readonly number[];
}

/** What is the retention or more behind the newest time that was ever put is gone, and nothing else is. */
export function retentionFeatures(stores: OpenStore): void {
  const contents = (name: string) => ({ name, key: stringSerde, value: stringSerde, retentionMs });

  const windows = (): Retaining => {
    const store = stores((provider, name) => provider.window(contents(name)));
    return {
      put: (key, time) => store.put(key, time, 'x', time),
      timesOf: (key) => store.fetch(key, ...ever).map(({ start }) => start),
    };
  };
  const windowsOneByOne = (): Retaining => {
    const store = stores((provider, name) => provider.window(contents(name)));
    const put = new Set<number>();
    return {
      put: (key, time) => {
        put.add(time);
        store.put(key, time, 'x', time);
      },
      timesOf: (key) =>
        [...put].filter((time) => store.get(key, time) !== undefined).toSorted((a, b) => a - b),
    };
  };
  const sessions = (): Retaining => {
    const store = stores((provider, name) => provider.session(contents(name)));
    return {
      // The start is long past: sessions are kept by their ends.
      put: (key, time) => store.put(key, { start: 0, end: time, value: 'x' }),
      timesOf: (key) => store.find(key, ...ever).map(({ end }) => end),
    };
  };
  const joinBuffer = (): Retaining => {
    const buffer = stores((provider, name) => provider.joinBuffer(contents(name)));
    return {
      put: (key, time) => buffer.put(key, 'x', time),
      timesOf: (key) => buffer.fetch(key, ...ever).map(({ timestamp }) => timestamp),
    };
  };

  describe.each([
    ['a window store by fetch', windows],
    ['a window store by get', windowsOneByOne],
    ['a session store', sessions],
    ['a join buffer', joinBuffer],
  ])('the retention of %s', (_, open) => {
    it('keeps all that is nearer to the newest, times at the epoch included', () => {
      const store = open();
      for (const time of [0, retentionMs - 1]) store.put('a', time);
      expect(store.timesOf('a')).toEqual([0, retentionMs - 1]);
    });

    it('ends what is as far behind the newest of any key', () => {
      const store = open();
      for (const time of [100, 101]) store.put('a', time);
      store.put('b', 100 + retentionMs);
      expect(store.timesOf('a')).toEqual([101]);
    });

    it('ends one after the other, not only when much time has passed', () => {
      const store = open();
      for (const time of [10_000, 9_100, 9_200, 9_201]) store.put('a', time);
      const seen = [10_100, 10_199, 10_200, 10_201].map((time) => {
        store.put('b', time);
        return store.timesOf('a');
      });
      expect(seen).toEqual([[9_200, 9_201, 10_000], [9_200, 9_201, 10_000], [9_201, 10_000], [10_000]]);
    });

    it('lets nothing in that is past it', () => {
      const store = open();
      for (const time of [5_000, 5_000 - retentionMs, 5_000 - retentionMs + 1, 0]) store.put('a', time);
      store.put('b', 0);
      expect(store.timesOf('a')).toEqual([5_000 - retentionMs + 1, 5_000]);
      expect(store.timesOf('b')).toEqual([]);
    });
  });
}
