import { describe, expect, it } from '@jest/globals';
import { bytesSerde, stringSerde } from '../../serde/serde.ts';
import type { JoinSide } from '../../stores/join-buffer.ts';
import { nestedKeys, orderedTexts } from './awkward-keys.ts';
import type { OpenStore } from './open-store.ts';

/** Records that have met none, in the order in which their windows close. */
export function unmatchedBufferFeatures(stores: OpenStore): void {
  const texts = () =>
    stores((provider, name) => provider.unmatchedBuffer({ name, key: stringSerde, value: stringSerde }));

  describe('an unmatched buffer', () => {
    it('holds nothing at first', () => {
      expect([...texts().all()]).toEqual([]);
    });

    it('orders by time, then right before left, then by key bytes', () => {
      const buffer = texts();
      const places: readonly (readonly [timestamp: number, side: JoinSide, key: string])[] = [
        [5, 'left', 'z'],
        [10, 'right', 'a'],
        [10, 'right', '～'],
        [10, 'right', '🍵'],
        [10, 'left', 'a'],
        [10, 'left', 'b'],
        [300, 'right', 'a'],
        [0x1_0000_0000, 'right', 'a'],
      ];
      for (const [timestamp, side, key] of places.toReversed()) buffer.add(key, timestamp, side, 'x');
      expect([...buffer.all()].map(({ timestamp, side, key }) => [timestamp, side, key])).toEqual(places);
    });

    it('orders keys of one time and side by their UTF-8', () => {
      const buffer = texts();
      for (const key of orderedTexts.toReversed()) buffer.add(key, 1, 'left', 'x');
      expect([...buffer.all()].map(({ key }) => key)).toEqual(orderedTexts);
    });

    it('keeps several values of one key, time and side, equal ones too, in the order of their arrival', () => {
      const buffer = texts();
      for (const value of ['z', 'a', 'm', 'a']) buffer.add('k', 10, 'left', value);
      buffer.add('k', 10, 'right', 'other side');
      expect([...buffer.all()]).toMatchObject([
        { key: 'k', timestamp: 10, side: 'right', values: ['other side'] },
        { key: 'k', timestamp: 10, side: 'left', values: ['z', 'a', 'm', 'a'] },
      ]);
    });

    it('forgets all values of a key, time and side, and no others', () => {
      const buffer = texts();
      buffer.add('k', 10, 'left', 'one');
      buffer.add('k', 10, 'left', 'two');
      buffer.add('k', 10, 'right', 'other side');
      buffer.add('k', 11, 'left', 'other time');
      buffer.add('l', 10, 'left', 'other key');
      buffer.remove('k', 10, 'left');
      buffer.remove('k', 12, 'left');
      buffer.remove('m', 10, 'right');
      expect([...buffer.all()].map(({ values }) => values)).toEqual([
        ['other side'],
        ['other key'],
        ['other time'],
      ]);
    });

    it('takes a removed key again, without its former values', () => {
      const buffer = texts();
      buffer.add('k', 10, 'left', 'former');
      buffer.remove('k', 10, 'left');
      buffer.add('k', 10, 'left', 'new');
      expect([...buffer.all()].map(({ values }) => values)).toEqual([['new']]);
    });

    it('takes keys for the same when their bytes are, and else for different ones', () => {
      const buffer = stores((provider, name) =>
        provider.unmatchedBuffer({ name, key: bytesSerde, value: stringSerde }),
      );
      const [shorter, longer] = nestedKeys(5);
      buffer.add(shorter, 5, 'left', 'of shorter');
      buffer.add(longer, 5, 'left', 'of longer');
      buffer.add(shorter.slice(), 5, 'left', 'too');
      expect([...buffer.all()].map(({ values }) => values)).toEqual([['of shorter', 'too'], ['of longer']]);
      buffer.remove(shorter.slice(), 5, 'left');
      expect([...buffer.all()].map(({ key }) => [...key])).toEqual([[...longer]]);
    });

    it('shows what was there when all were asked for, whatever is written meanwhile', () => {
      const buffer = texts();
      buffer.add('a', 10, 'left', 'kept');
      buffer.add('b', 20, 'left', 'removed later');
      const all = buffer.all();
      buffer.add('a', 10, 'left', 'of the same key and time');
      buffer.add('c', 5, 'left', 'earlier');
      const seen: unknown[] = [];
      for (const { key, values } of all) {
        seen.push([key, values]);
        buffer.remove('b', 20, 'left');
        buffer.add('d', 30, 'left', 'later');
      }
      expect(seen).toEqual([
        ['a', ['kept']],
        ['b', ['removed later']],
      ]);
      expect([...buffer.all()].map(({ key }) => key)).toEqual(['c', 'a', 'd']);
    });
  });
}
