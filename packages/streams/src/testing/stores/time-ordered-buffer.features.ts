import { describe, expect, it } from '@jest/globals';
import { bytesSerde, stringSerde } from '../../serde/serde.ts';
import type { BufferedChange, TimeOrderedBuffer } from '../../stores/time-ordered-buffer.ts';
import { nestedKeys, orderedTexts } from './awkward-keys.ts';
import type { OpenStore } from './open-store.ts';

const change = (
  key: string,
  parts: Partial<BufferedChange<string, string>> = {},
): BufferedChange<string, string> => ({ key, value: `of ${key}`, old: null, timestamp: 1, ...parts });

const shiftAll = <K, V>(buffer: TimeOrderedBuffer<K, V>): BufferedChange<K, V>[] => {
  const shifted: BufferedChange<K, V>[] = [];
  for (let first = buffer.shift(); first !== undefined; first = buffer.shift()) shifted.push(first);
  return shifted;
};

/** Changes that wait, one a key, in the order in which their keys came to wait. */
export function timeOrderedBufferFeatures(stores: OpenStore): void {
  const texts = () =>
    stores((provider, name) => provider.timeOrderedBuffer({ name, key: stringSerde, value: stringSerde }));

  describe('a time-ordered buffer', () => {
    it('holds nothing at first', () => {
      const buffer = texts();
      expect(buffer.size).toBe(0);
      expect(buffer.firstTime()).toBeUndefined();
      expect(buffer.shift()).toBeUndefined();
    });

    it('gives changes whole, nulls included', () => {
      const buffer = texts();
      const changes = [
        change('a', { old: 'former', timestamp: 7 }),
        change('b', { value: null, old: 'former', timestamp: 8 }),
        change('c', { value: null, timestamp: 9 }),
        change('d', { value: '', old: '' }),
      ];
      changes.forEach((one, time) => buffer.put(time, one));
      expect(shiftAll(buffer)).toEqual(changes);
    });

    it('takes out the earliest first, by the time given and not by that of the change', () => {
      const buffer = texts();
      buffer.put(300, change('c', { timestamp: 1 }));
      buffer.put(0x1_0000_0000, change('d', { timestamp: 0 }));
      buffer.put(5, change('a', { timestamp: 3 }));
      buffer.put(20, change('b', { timestamp: 2 }));
      const seen: unknown[] = [];
      while (buffer.size > 0) seen.push([buffer.size, buffer.firstTime(), buffer.shift()?.key]);
      expect(seen).toEqual([
        [4, 5, 'a'],
        [3, 20, 'b'],
        [2, 300, 'c'],
        [1, 0x1_0000_0000, 'd'],
      ]);
      expect(buffer.firstTime()).toBeUndefined();
    });

    it('orders keys of one time by their UTF-8', () => {
      const buffer = texts();
      for (const key of orderedTexts.toReversed()) buffer.put(1, change(key));
      expect(shiftAll(buffer).map(({ key }) => key)).toEqual(orderedTexts);
    });

    it('keeps the place of a key that waits, and its first old value, with the newest value', () => {
      const buffer = texts();
      buffer.put(10, change('a', { value: '1', old: '0', timestamp: 10 }));
      buffer.put(20, change('b'));
      buffer.put(30, change('a', { value: '2', old: '1', timestamp: 30 }));
      buffer.put(5, change('a', { value: '3', old: '2', timestamp: 25 }));
      expect(buffer.size).toBe(2);
      expect(buffer.firstTime()).toBe(10);
      expect(buffer.shift()).toEqual({ key: 'a', value: '3', old: '0', timestamp: 25 });
      expect(buffer.shift()?.key).toBe('b');
    });

    it('keeps a first old value that is null', () => {
      const buffer = texts();
      buffer.put(10, change('a', { value: '1', old: null }));
      buffer.put(20, change('a', { value: null, old: '1' }));
      expect(shiftAll(buffer)).toEqual([change('a', { value: null, old: null })]);
    });

    it('has forgotten what it gave out: the key comes in anew', () => {
      const buffer = texts();
      buffer.put(10, change('a', { value: '1', old: '0' }));
      buffer.shift();
      buffer.put(30, change('a', { value: '2', old: '1' }));
      buffer.put(20, change('b'));
      expect(buffer.firstTime()).toBe(20);
      expect(shiftAll(buffer)).toEqual([change('b'), change('a', { value: '2', old: '1' })]);
    });

    it('takes keys for the same when their bytes are, and else for different ones', () => {
      const buffer = stores((provider, name) =>
        provider.timeOrderedBuffer({ name, key: bytesSerde, value: stringSerde }),
      );
      const [shorter, longer] = nestedKeys(5);
      const of = (key: Uint8Array, value: string) => ({ key, value, old: null, timestamp: 1 });
      buffer.put(5, of(shorter, 'first'));
      buffer.put(5, of(longer, 'longer'));
      buffer.put(6, of(shorter.slice(), 'second'));
      expect(shiftAll(buffer).map(({ value }) => value)).toEqual(['second', 'longer']);
    });
  });
}
