import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { stringSerde } from '../serde/serde.ts';
import { groupChangeSerde } from './group-change-serde.ts';

const serde = groupChangeSerde(stringSerde);
const [a, b, c] = [0x61, 0x62, 0x63];

describe('a change of a group', () => {
  it.each([
    [{ removed: 'ab', added: 'c' }, [1, 3, 0, 0, 0, 2, a, b, c]],
    [{ removed: 'ab', added: null }, [1, 1, 0, 0, 0, 2, a, b]],
    [{ removed: null, added: 'c' }, [1, 2, 0, 0, 0, 0, c]],
    [{ removed: '', added: '' }, [1, 3, 0, 0, 0, 0]],
    [{ removed: null, added: null }, [1, 0, 0, 0, 0, 0]],
  ])('%j is version, which there are, the length of the first, both', (change, bytes) => {
    expect(serde.serialize(change)).toEqual(Uint8Array.from(bytes));
    expect(serde.deserialize(Uint8Array.from(bytes))).toEqual(change);
  });

  it('writes the length big-endian, in four bytes', () => {
    const bytes = serde.serialize({ removed: 'x'.repeat(0x01_02_03), added: null });
    expect([...(bytes?.subarray(0, 6) ?? [])]).toEqual([1, 1, 0, 1, 2, 3]);
  });

  it('comes back as it was, read from the midst of other bytes', () => {
    const side = fc.option(fc.string({ unit: 'grapheme' }));
    fc.assert(
      fc.property(side, side, (removed, added) => {
        const bytes = serde.serialize({ removed, added }) ?? [];
        const around = Uint8Array.of(9, 9, ...bytes, 9);
        expect(serde.deserialize(around.subarray(2, around.length - 1))).toEqual({ removed, added });
      }),
    );
  });

  it.each([
    ['null', null],
    ['too short', [1, 3, 0, 0, 0]],
    ['of another version', [2, 3, 0, 0, 0, 0]],
    ['cut off within its first value', [1, 1, 0, 0, 0, 2, a]],
  ])('is not what is %s', (_, bytes) => {
    expect(() => serde.deserialize(bytes && Uint8Array.from(bytes))).toThrow(TypeError);
  });
});
