import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeNumber } from './number-bytes.ts';
import { encodeText } from './text-bytes.ts';

describe('a number', () => {
  it('is what its text stands for, however it is written', () => {
    const texts = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
      fc.maxSafeInteger().map(String),
      fc.stringMatching(/^[0-9]{1,20}$/),
    );
    fc.assert(
      fc.property(texts, (text) => {
        expect(decodeNumber(encodeText(text))).toBe(Number(text));
      }),
    );
  });

  it.each(['', ' ', 'x', '1x', '12:', '1/', 'Infinity', 'NaN'])('is not read from %j', (text) => {
    expect(() => decodeNumber(encodeText(text))).toThrow('is no number');
  });
});
