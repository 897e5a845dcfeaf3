import { describe, expect, it } from '@jest/globals';
import { bytesSerde, type Serde, stringSerde } from '../../serde/serde.ts';
import type { SessionStore } from '../../stores/session-store.ts';
import { nestedKeys } from './awkward-keys.ts';
import type { OpenStore } from './open-store.ts';

const retentionMs = 1_000;
const ever = [0, Number.MAX_SAFE_INTEGER] as const;

type Bounds = readonly [start: number, end: number];

const putAll = <K>(store: SessionStore<K, string>, key: K, sessions: readonly Bounds[]): void => {
  for (const [start, end] of sessions) store.put(key, { start, end, value: `${start} to ${end}` });
};

const boundsOf = (sessions: readonly { readonly start: number; readonly end: number }[]): Bounds[] =>
  sessions.map(({ start, end }) => [start, end]);

/** A value for each key and session. */
export function sessionFeatures(stores: OpenStore): void {
  const open = <K>(key: Serde<K>) =>
    stores((provider, name) => provider.session({ name, key, value: stringSerde, retentionMs }));
  const texts = () => open(stringSerde);

  describe('a session store', () => {
    it('holds nothing at first', () => {
      expect(texts().find('a', ...ever)).toEqual([]);
    });

    it('gives back what was put last for a key and a session', () => {
      const store = texts();
      store.put('a', { start: 1, end: 5, value: 'first' });
      store.put('a', { start: 1, end: 5, value: 'second' });
      store.put('b', { start: 1, end: 5, value: 'other' });
      expect(store.find('a', ...ever)).toEqual([{ start: 1, end: 5, value: 'second' }]);
      expect(store.find('c', ...ever)).toEqual([]);
    });

    it('tells sessions apart by both bounds', () => {
      const store = texts();
      putAll(store, 'a', [
        [1, 5],
        [2, 5],
        [1, 6],
      ]);
      expect(boundsOf(store.find('a', ...ever))).toEqual(
        expect.arrayContaining([
          [1, 5],
          [2, 5],
          [1, 6],
        ]),
      );
      expect(store.find('a', ...ever)).toHaveLength(3);
    });

    it.each([
      [
        20,
        30,
        [
          [10, 20],
          [30, 40],
        ],
      ],
      [21, 30, [[30, 40]]],
      [20, 29, [[10, 20]]],
      [21, 29, []],
      [
        40,
        50,
        [
          [30, 40],
          [50, 60],
        ],
      ],
      [61, 100, []],
      [0, 9, []],
      [35, 35, [[30, 40]]],
    ])(
      'finds with an end from %i and a start to %i, both inclusive, %j',
      (earliestEnd, latestStart, expected) => {
        const store = texts();
        putAll(store, 'a', [
          [10, 20],
          [30, 40],
          [50, 60],
        ]);
        expect(boundsOf(store.find('a', earliestEnd, latestStart))).toEqual(expected);
      },
    );

    it('puts in the order of ends what came out of order, past 32 bits', () => {
      const store = texts();
      const sessions: readonly Bounds[] = [
        [0xffff_fff0, 0xffff_fff0],
        [0xffff_0000, 0xffff_ffff],
        [0xffff_fff5, 0x1_0000_0000],
        [0x1_0000_0001, 0x1_0000_0001],
      ];
      putAll(store, 'a', sessions.toReversed());
      expect(boundsOf(store.find('a', ...ever))).toEqual(sessions);
    });

    it('takes keys for the same when their bytes are, and else for different ones', () => {
      const store = open(bytesSerde);
      const [shorter, longer] = nestedKeys(5);
      putAll(store, shorter, [[5, 5]]);
      putAll(store, longer, [[6, 6]]);
      expect(boundsOf(store.find(shorter.slice(), ...ever))).toEqual([[5, 5]]);
      expect(boundsOf(store.find(longer.slice(), ...ever))).toEqual([[6, 6]]);
    });

    it('removes the one session of a key with those bounds', () => {
      const store = texts();
      putAll(store, 'a', [
        [1, 5],
        [2, 5],
        [1, 6],
      ]);
      putAll(store, 'b', [[1, 5]]);
      store.remove('a', 1, 5);
      store.remove('a', 1, 7);
      store.remove('c', 1, 5);
      expect(boundsOf(store.find('a', ...ever))).toEqual([
        [2, 5],
        [1, 6],
      ]);
      expect(boundsOf(store.find('b', ...ever))).toEqual([[1, 5]]);
      store.remove('b', 1, 5);
      expect(store.find('b', ...ever)).toEqual([]);
    });

    it('gives sessions as they were when asked for, whatever is written meanwhile', () => {
      const store = texts();
      putAll(store, 'a', [
        [1, 5],
        [10, 15],
      ]);
      const found = store.find('a', ...ever);
      store.remove('a', 1, 5);
      store.put('a', { start: 10, end: 15, value: 'new' });
      putAll(store, 'a', [[12, 10_000]]);
      expect(found).toEqual([
        { start: 1, end: 5, value: '1 to 5' },
        { start: 10, end: 15, value: '10 to 15' },
      ]);
    });
  });
}
