import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeText, encodeText } from './text-bytes.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('a text', () => {
  it('is written in the bytes of the platform, short or long, plain or not', () => {
    const texts = fc.oneof(
      fc.string({ unit: 'binary-ascii', maxLength: 100 }),
      fc.string({ unit: 'binary', maxLength: 100 }),
      fc.string({ unit: 'binary', minLength: 400, maxLength: 700 }),
      fc.constantFrom('\uFFFF'.repeat(512), '\uFFFF'.repeat(513)),
    );
    fc.assert(
      fc.property(texts, (text) => {
        expect(encodeText(text)).toEqual(bytesOf(text));
      }),
    );
  });

  it('has the character that stands for none where it has half a pair', () => {
    expect(encodeText('a\uD800')).toEqual(bytesOf('a\uFFFD'));
  });

  it('has bytes of its own', () => {
    const first = encodeText('서울특별시 '.repeat(5));
    encodeText('부산광역시 '.repeat(5));
    expect(first).toEqual(bytesOf('서울특별시 '.repeat(5)));
  });

  it('is read back as it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 100 }), (text) => {
        expect(decodeText(encodeText(text))).toBe(text);
      }),
    );
  });

  it('keeps a byte order mark', () => {
    expect(decodeText(bytesOf('\uFEFFa'))).toBe('\uFEFFa');
  });

  it('is not read from bytes that are none', () => {
    expect(() => decodeText(Uint8Array.of(0x61, 0xff))).toThrow('not valid for encoding utf-8');
  });
});
