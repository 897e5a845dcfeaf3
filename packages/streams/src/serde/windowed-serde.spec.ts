import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bytesSerde, nullable, stringSerde } from './serde.ts';
import { sessionWindowedSerde, timeWindowedSerde } from './windowed-serde.ts';

const [a, b] = [0x61, 0x62];
const nextStart = [0, 0, 0x01, 0xa0, 0xc3, 0x6c, 0xde, 0xff];
const time = 0x1a0_c36c_deff;
const anyTime = fc.maxSafeNat();

describe('the key of a window', () => {
  const serde = timeWindowedSerde(stringSerde, 60_000);

  it.each([
    ['ab', 0, [a, b, 0, 0, 0, 0, 0, 0, 0, 0]],
    ['ab', 258, [a, b, 0, 0, 0, 0, 0, 0, 1, 2]],
    ['', 258, [0, 0, 0, 0, 0, 0, 1, 2]],
    ['a', time, [a, ...nextStart]],
    ['a', Number.MAX_SAFE_INTEGER, [a, 0, 0x1f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]],
  ])('%j at %i is the bytes of the key, then the start as a big-endian long', (key, start, bytes) => {
    const windowed = { key, start, end: start + 60_000 };
    expect(serde.serialize(windowed)).toEqual(Uint8Array.from(bytes));
    expect(serde.deserialize(Uint8Array.from(bytes))).toEqual(windowed);
  });

  it('has the bytes of its key whole, whatever they are', () => {
    const ofBytes = timeWindowedSerde(bytesSerde, 5);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 20 }), anyTime, (key, start) => {
        const windowed = { key, start, end: start + 5 };
        expect(ofBytes.deserialize(ofBytes.serialize(windowed))).toEqual(windowed);
      }),
    );
  });

  it('is read from the midst of other bytes', () => {
    const around = Uint8Array.of(9, 9, 9, a, 0, 0, 0, 0, 0, 0, 1, 2, 9);
    expect(serde.deserialize(around.subarray(3, 12))).toEqual({ key: 'a', start: 258, end: 60_258 });
  });

  it('does not share its bytes with those of the key', () => {
    const key = Uint8Array.of(a);
    const bytes = timeWindowedSerde(bytesSerde, 5).serialize({ key, start: 0, end: 5 });
    key[0] = b;
    expect(bytes?.[0]).toBe(a);
  });

  it('is refused without a key, and where the bytes are too few', () => {
    const ofNull = timeWindowedSerde(nullable(stringSerde), 5);
    expect(() => ofNull.serialize({ key: null, start: 0, end: 5 })).toThrow(TypeError);
    expect(() => serde.deserialize(null)).toThrow(TypeError);
    expect(() => serde.deserialize(new Uint8Array(7))).toThrow(TypeError);
  });
});

describe('the key of a session', () => {
  const serde = sessionWindowedSerde(stringSerde);

  it.each([
    ['ab', 258, 772, [a, b, 0, 0, 0, 0, 0, 0, 3, 4, 0, 0, 0, 0, 0, 0, 1, 2]],
    ['', 0, 0, [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]],
    ['a', 258, time, [a, ...nextStart, 0, 0, 0, 0, 0, 0, 1, 2]],
  ])('%j from %i to %i is the bytes of the key, then the end, then the start', (key, start, end, bytes) => {
    expect(serde.serialize({ key, start, end })).toEqual(Uint8Array.from(bytes));
    expect(serde.deserialize(Uint8Array.from(bytes))).toEqual({ key, start, end });
  });

  it('comes back as it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), anyTime, anyTime, (key, start, end) => {
        expect(serde.deserialize(serde.serialize({ key, start, end }))).toEqual({ key, start, end });
      }),
    );
  });

  it('is refused where the bytes are too few', () => {
    expect(() => serde.deserialize(new Uint8Array(15))).toThrow(TypeError);
  });
});
