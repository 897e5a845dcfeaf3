import { describe, expect, it } from '@jest/globals';
import { bytesSerde, type Serde, stringSerde } from '../../serde/serde.ts';
import type { WindowStore } from '../../stores/window-store.ts';
import { nestedKeys } from './awkward-keys.ts';
import type { OpenStore } from './open-store.ts';

const retentionMs = 1_000;
const ever = [0, Number.MAX_SAFE_INTEGER] as const;

const putAll = <K>(store: WindowStore<K, string>, key: K, starts: readonly number[]): void => {
  for (const start of starts) store.put(key, start, `at ${start}`, start);
};

const startsOf = (windows: readonly { readonly start: number }[]): number[] =>
  windows.map(({ start }) => start);

/** A value for each key and window. */
export function windowFeatures(stores: OpenStore): void {
  const open = <K>(key: Serde<K>) =>
    stores((provider, name) => provider.window({ name, key, value: stringSerde, retentionMs }));
  const texts = () => open(stringSerde);

  describe('a window store', () => {
    it('holds nothing at first', () => {
      const store = texts();
      expect(store.get('a', 0)).toBeUndefined();
      expect(store.fetch('a', ...ever)).toEqual([]);
    });

    it('gives back what was put last for a key and a start, and its time', () => {
      const store = texts();
      store.put('a', 0, 'first', 20);
      store.put('a', 0, 'second', 10);
      store.put('a', 5, 'later', 30);
      store.put('b', 0, 'other', 40);
      expect(store.get('a', 0)).toMatchObject({ value: 'second', timestamp: 10 });
      expect(store.get('a', 1)).toBeUndefined();
      expect(store.get('c', 0)).toBeUndefined();
      expect(store.fetch('a', ...ever)).toEqual([
        { start: 0, value: 'second', timestamp: 10 },
        { start: 5, value: 'later', timestamp: 30 },
      ]);
    });

    it.each([
      [20, 40, [20, 30, 40]],
      [15, 35, [20, 30]],
      [30, 30, [30]],
      [0, 10, [10]],
      [50, 90, [50]],
      [31, 39, []],
      [40, 20, []],
    ])('has from %i to %i, both inclusive, %j of 10 to 50', (from, to, expected) => {
      const store = texts();
      putAll(store, 'a', [10, 20, 30, 40, 50]);
      expect(startsOf(store.fetch('a', from, to))).toEqual(expected);
      expect(startsOf(store.fetch('a', from, to, 'ascending'))).toEqual(expected);
      expect(startsOf(store.fetch('a', from, to, 'descending'))).toEqual(expected.toReversed());
    });

    it('puts in order what came out of order', () => {
      const store = texts();
      putAll(store, 'a', [30, 10, 50, 20, 40, 10]);
      expect(startsOf(store.fetch('a', ...ever))).toEqual([10, 20, 30, 40, 50]);
      expect(store.get('a', 20)?.value).toBe('at 20');
    });

    it('keeps real times in order, past 32 bits', () => {
      const store = texts();
      const starts = [0xffff_fe00, 0xffff_ffff, 0x1_0000_0000, 0x1_0000_0100];
      putAll(store, 'a', starts.toReversed());
      expect(startsOf(store.fetch('a', ...ever))).toEqual(starts);
      expect(startsOf(store.fetch('a', 0xffff_ffff, 0x1_0000_0000))).toEqual(starts.slice(1, 3));
    });

    it('takes keys for the same when their bytes are, and else for different ones', () => {
      const store = open(bytesSerde);
      const [shorter, longer] = nestedKeys(5);
      store.put(shorter, 5, 'of shorter', 1);
      store.put(longer, 5, 'of longer', 2);
      expect(store.fetch(shorter.slice(), ...ever)).toEqual([
        { start: 5, value: 'of shorter', timestamp: 1 },
      ]);
      expect(store.fetch(longer.slice(), ...ever)).toEqual([{ start: 5, value: 'of longer', timestamp: 2 }]);
    });

    it('gives windows as they were when asked for, whatever is written meanwhile', () => {
      const store = texts();
      putAll(store, 'a', [10, 20]);
      const fetched = store.fetch('a', ...ever);
      store.put('a', 10, 'new', 10);
      putAll(store, 'a', [5, 15, 10_000]);
      expect(fetched).toEqual([
        { start: 10, value: 'at 10', timestamp: 10 },
        { start: 20, value: 'at 20', timestamp: 20 },
      ]);
    });

    it('goes by starts alone: the times of values expire nothing', () => {
      const store = texts();
      store.put('a', 10, 'kept', 10);
      store.put('a', 20, 'of a far time', 1_000_000);
      expect(startsOf(store.fetch('a', ...ever))).toEqual([10, 20]);
    });
  });
}
