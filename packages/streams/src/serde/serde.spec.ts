import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bytesSerde, jsonSerde, nullable, numberSerde, stringSerde, withoutNull } from './serde.ts';

const written = (bytes: Uint8Array | null) => bytes && [...bytes];

describe('a text', () => {
  it.each([
    ['', []],
    ['a', [0x61]],
    ['é', [0xc3, 0xa9]],
    ['\ufeff', [0xef, 0xbb, 0xbf]],
    ['🍵', [0xf0, 0x9f, 0x8d, 0xb5]],
  ])('%j is its UTF-8', (text, bytes) => {
    expect(written(stringSerde.serialize(text))).toEqual(bytes);
    expect(stringSerde.deserialize(Uint8Array.from(bytes))).toBe(text);
  });

  it.each([[[0xff]], [[0xc3]], [[0xed, 0xa0, 0x80]]])('is not in %j', (bytes) => {
    expect(() => stringSerde.deserialize(Uint8Array.from(bytes))).toThrow('utf-8');
  });
});

describe('a number', () => {
  it.each([
    [0, '0'],
    [-1.5, '-1.5'],
    [1e21, '1e+21'],
    [Number.MAX_SAFE_INTEGER, '9007199254740991'],
  ])('%p is the text %j', (number, text) => {
    expect(numberSerde.serialize(number)).toEqual(stringSerde.serialize(text));
    expect(numberSerde.deserialize(stringSerde.serialize(text))).toBe(number);
  });

  it('comes back as it was', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
        // JavaScript prints -0 as 0.
        expect(numberSerde.deserialize(numberSerde.serialize(number))).toBe(number + 0);
      }),
    );
  });

  it.each(['', ' ', 'one', 'NaN', 'Infinity', '1,5'])('is not %j', (text) => {
    expect(() => numberSerde.deserialize(stringSerde.serialize(text))).toThrow(TypeError);
  });

  it.each([NaN, Infinity, -Infinity])('is not written where it is %p, which no one could read', (number) => {
    expect(() => numberSerde.serialize(number)).toThrow(TypeError);
  });
});

describe('JSON', () => {
  const serde = jsonSerde((json) => {
    if (!Array.isArray(json)) throw new TypeError('no list');
    return json.map(Number);
  });

  it('is text, made into its type when it is read', () => {
    expect(serde.serialize([1, 2])).toEqual(stringSerde.serialize('[1,2]'));
    expect(serde.deserialize(stringSerde.serialize(' [1, "2"] '))).toEqual([1, 2]);
  });

  it('fails where it is none, or of another type', () => {
    expect(() => serde.deserialize(stringSerde.serialize('[1'))).toThrow(SyntaxError);
    expect(() => serde.deserialize(stringSerde.serialize('{}'))).toThrow('no list');
  });
});

describe('null', () => {
  it.each([
    ['a text', stringSerde],
    ['a number', numberSerde],
    ['bytes', bytesSerde],
    ['JSON', jsonSerde((json) => json)],
  ])('is no %s', (_, serde) => {
    expect(() => serde.deserialize(null)).toThrow(TypeError);
  });

  it('is null where it may be, both ways, and all else as it was', () => {
    const serde = nullable(stringSerde);
    expect(serde.serialize(null)).toBeNull();
    expect(serde.deserialize(null)).toBeNull();
    expect(written(serde.serialize('a'))).toEqual([0x61]);
    expect(serde.deserialize(Uint8Array.of())).toBe('');
  });

  it('is refused where it may not be any more, and all else as it was', () => {
    const serde = withoutNull(nullable(stringSerde));
    expect(() => serde.deserialize(null)).toThrow(TypeError);
    expect(serde.deserialize(Uint8Array.of())).toBe('');
    expect(written(serde.serialize('a'))).toEqual([0x61]);
    const absent = withoutNull(jsonSerde((json) => (json === 0 ? undefined : json)));
    expect(() => absent.deserialize(stringSerde.serialize('0'))).toThrow(TypeError);
    expect(() => absent.deserialize(stringSerde.serialize('null'))).toThrow(TypeError);
    expect(absent.deserialize(stringSerde.serialize('false'))).toBe(false);
  });
});
