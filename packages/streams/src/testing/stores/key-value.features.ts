import { describe, expect, it } from '@jest/globals';
import { bytesSerde, jsonSerde, type Serde, stringSerde } from '../../serde/serde.ts';
import type { KeyValueStore } from '../../stores/key-value-store.ts';
import { orderedBytes, orderedTexts } from './awkward-keys.ts';
import type { OpenStore } from './open-store.ts';

const textOrNumber: Serde<string | number> = jsonSerde((json) =>
  typeof json === 'number' ? json : String(json),
);

const filled = (store: KeyValueStore<string, string>, keys: readonly string[]) => {
  for (const key of keys) store.put(key, `of ${key}`, 1);
  return store;
};

const keysOf = <K>(entries: Iterable<{ readonly key: K }>): K[] => [...entries].map(({ key }) => key);

/** The latest value of each key, and ranges of keys in the order of their bytes. */
export function keyValueFeatures(stores: OpenStore): void {
  const texts = () =>
    stores((provider, name) => provider.keyValue({ name, key: stringSerde, value: stringSerde }));
  const ofBytes = () =>
    stores((provider, name) => provider.keyValue({ name, key: bytesSerde, value: stringSerde }));

  describe('a key-value store', () => {
    it('holds nothing at first', () => {
      const store = texts();
      expect(store.get('a')).toBeUndefined();
      expect([...store.range()]).toEqual([]);
    });

    it('gives back the value that was put last, and its time, be that earlier', () => {
      const store = texts();
      store.put('a', 'first', 20);
      store.put('a', 'second', 10);
      expect(store.get('a')).toMatchObject({ value: 'second', timestamp: 10 });
      expect([...store.range()]).toEqual([{ key: 'a', value: 'second', timestamp: 10 }]);
    });

    it('forgets what is deleted, and that alone', () => {
      const store = filled(texts(), ['a', 'b']);
      store.delete('a');
      store.delete('never there');
      expect(store.get('a')).toBeUndefined();
      expect(keysOf(store.range())).toEqual(['b']);
      store.put('a', 'again', 2);
      expect(store.get('a')).toMatchObject({ value: 'again', timestamp: 2 });
    });

    it('keeps structured values', () => {
      const value = { total: 12.5, lines: ['🍵', ''], note: null };
      const store = stores((provider, name) =>
        provider.keyValue({ name, key: stringSerde, value: jsonSerde((json) => json) }),
      );
      store.put('a', value, 1);
      expect(store.get('a')?.value).toEqual(value);
    });

    it('takes keys for the same when their bytes are', () => {
      const store = ofBytes();
      store.put(Uint8Array.of(1, 255), 'first', 1);
      store.put(Uint8Array.of(1, 255), 'second', 2);
      expect([...store.range()]).toHaveLength(1);
      expect(store.get(Uint8Array.of(1, 255))?.value).toBe('second');
      store.delete(Uint8Array.of(1, 255));
      expect([...store.range()]).toEqual([]);
    });

    it('takes keys for different ones when their bytes are, whatever they look like', () => {
      const store = stores((provider, name) =>
        provider.keyValue({ name, key: textOrNumber, value: stringSerde }),
      );
      store.put('5', 'text', 1);
      store.put(5, 'number', 1);
      expect(store.get('5')?.value).toBe('text');
      expect(store.get(5)?.value).toBe('number');
    });

    it('shares nothing with another store', () => {
      const [one, other] = [texts(), texts()];
      one.put('a', 'of one', 1);
      expect(other.get('a')).toBeUndefined();
      expect([...other.range()]).toEqual([]);
    });

    it('goes through texts in the order of their UTF-8', () => {
      expect(keysOf(filled(texts(), orderedTexts.toReversed()).range())).toEqual(orderedTexts);
    });

    it('goes through bytes in unsigned order', () => {
      const store = ofBytes();
      for (const bytes of orderedBytes.toReversed()) store.put(Uint8Array.from(bytes), 'x', 1);
      expect(keysOf(store.range()).map((key) => [...key])).toEqual(orderedBytes);
    });

    it.each([
      ['b', 'd', ['b', 'c', 'd']],
      ['bb', 'cc', ['c']],
      ['c', 'c', ['c']],
      [undefined, 'b', ['a', 'b']],
      ['d', undefined, ['d', 'e']],
      ['cc', 'cd', []],
      ['d', 'b', []],
      ['f', undefined, []],
    ])('has from %j to %j, both inclusive, %j of a to e', (from, to, expected) => {
      const store = filled(texts(), ['e', 'c', 'a', 'd', 'b']);
      expect(keysOf(store.range(from, to))).toEqual(expected);
    });

    it('bounds a range by bytes, not by UTF-16', () => {
      const store = filled(texts(), ['～', '🍵']);
      expect(keysOf(store.range('～', '🍵'))).toEqual(['～', '🍵']);
      expect(keysOf(store.range('🍵', '～'))).toEqual([]);
    });

    it('shows in each range what was put since the one before', () => {
      const store = filled(texts(), ['b']);
      expect(keysOf(store.range())).toEqual(['b']);
      filled(store, ['c', 'a']);
      expect(keysOf(store.range())).toEqual(['a', 'b', 'c']);
      store.delete('b');
      expect(keysOf(store.range())).toEqual(['a', 'c']);
    });

    it('shows what was there when a range was asked for, whatever is written meanwhile', () => {
      const store = filled(texts(), ['a', 'b', 'c']);
      const range = store.range();
      store.put('0', 'before all', 2);
      store.delete('b');
      const seen: unknown[] = [];
      for (const { key, value } of range) {
        seen.push([key, value]);
        store.put('c', 'new', 2);
        store.put(`${key}+`, 'added', 2);
      }
      expect(seen).toEqual([
        ['a', 'of a'],
        ['b', 'of b'],
        ['c', 'of c'],
      ]);
      expect(keysOf(store.range())).toEqual(['0', 'a', 'a+', 'b+', 'c', 'c+']);
      expect(store.get('c')?.value).toBe('new');
    });
  });
}
