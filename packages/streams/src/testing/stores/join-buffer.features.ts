import { describe, expect, it } from '@jest/globals';
import { bytesSerde, type Serde, stringSerde } from '../../serde/serde.ts';
import { nestedKeys } from './awkward-keys.ts';
import type { OpenStore } from './open-store.ts';

const retentionMs = 1_000;
const ever = [0, Number.MAX_SAFE_INTEGER] as const;

const valuesOf = (records: readonly { readonly value: string }[]): string[] =>
  records.map(({ value }) => value);

/** All records of a key, several of one time included. */
export function joinBufferFeatures(stores: OpenStore): void {
  const open = <K>(key: Serde<K>) =>
    stores((provider, name) => provider.joinBuffer({ name, key, value: stringSerde, retentionMs }));
  const texts = () => open(stringSerde);

  describe('a join buffer', () => {
    it('holds nothing at first', () => {
      expect(texts().fetch('a', ...ever)).toEqual([]);
    });

    it('keeps several records of one key and time, equal ones too, in the order of their arrival', () => {
      const buffer = texts();
      for (const value of ['z', 'a', 'm', 'a']) buffer.put('k', value, 10);
      buffer.put('other', 'x', 10);
      expect(buffer.fetch('k', 10, 10)).toEqual([
        { value: 'z', timestamp: 10 },
        { value: 'a', timestamp: 10 },
        { value: 'm', timestamp: 10 },
        { value: 'a', timestamp: 10 },
      ]);
    });

    it('orders by time, then by arrival', () => {
      const buffer = texts();
      buffer.put('k', 'late', 30);
      buffer.put('k', 'early', 10);
      buffer.put('k', 'middle', 20);
      buffer.put('k', 'early again', 10);
      buffer.put('k', 'late again', 30);
      expect(valuesOf(buffer.fetch('k', ...ever))).toEqual([
        'early',
        'early again',
        'middle',
        'late',
        'late again',
      ]);
    });

    it('keeps more of one time than a byte counts, in the order of their arrival', () => {
      const buffer = texts();
      const values = Array.from({ length: 300 }, (_, index) => String(index));
      for (const value of values) buffer.put('k', value, 10);
      expect(valuesOf(buffer.fetch('k', ...ever))).toEqual(values);
    });

    it.each([
      [20, 40, ['20', '30', '40']],
      [21, 39, ['30']],
      [30, 30, ['30']],
      [0, 9, []],
      [51, 99, []],
      [40, 20, []],
    ])('has from %i to %i, both inclusive, %j of 10 to 50', (from, to, expected) => {
      const buffer = texts();
      for (const time of [50, 30, 10, 20, 40]) buffer.put('k', String(time), time);
      expect(valuesOf(buffer.fetch('k', from, to))).toEqual(expected);
    });

    it('takes keys for the same when their bytes are, and else for different ones', () => {
      const buffer = open(bytesSerde);
      const [shorter, longer] = nestedKeys(5);
      buffer.put(shorter, 'of shorter', 5);
      buffer.put(longer, 'of longer', 5);
      expect(valuesOf(buffer.fetch(shorter.slice(), ...ever))).toEqual(['of shorter']);
      expect(valuesOf(buffer.fetch(longer.slice(), ...ever))).toEqual(['of longer']);
    });

    it('gives records as they were when asked for, whatever is written meanwhile', () => {
      const buffer = texts();
      buffer.put('k', 'kept', 10);
      const fetched = buffer.fetch('k', ...ever);
      buffer.put('k', 'same time', 10);
      buffer.put('k', 'far later', 10_000);
      expect(fetched).toEqual([{ value: 'kept', timestamp: 10 }]);
    });
  });
}
