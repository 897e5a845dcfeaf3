import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bytesText, jsonBytes } from './bytes.ts';
import { jsonText } from './json-text.ts';

const back = (text: string): Buffer => {
  const { utf8, base64 }: { utf8?: string; base64?: string } = JSON.parse(text);
  return utf8 === undefined ? Buffer.from(base64 ?? '', 'base64') : Buffer.from(utf8, 'utf8');
};

describe('bytes', () => {
  it('come back from JSON as they were, whatever they are', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array(),
          fc.string({ unit: 'binary' }).map((text) => Buffer.from(text)),
        ),
        (raw) => {
          const bytes = Buffer.from(raw);
          expect(back(jsonText(jsonBytes(bytes))).equals(bytes)).toBe(true);
        },
      ),
    );
  });

  it('keep a byte order mark, which is a part of the text', () => {
    const bytes = Buffer.from([0xef, 0xbb, 0xbf, 0x61]);
    expect(back(jsonText(jsonBytes(bytes)))).toEqual(bytes);
  });

  it('are told apart: none, none of them, text, no text', () => {
    expect(jsonBytes(null)).toBeNull();
    expect(jsonBytes(Buffer.alloc(0))).toEqual({ utf8: '' });
    expect(jsonBytes(Buffer.from('é'))).toEqual({ utf8: 'é' });
    expect(jsonBytes(Buffer.from([0xc3]))).toEqual({ base64: 'ww==' });
  });

  it('steer no terminal', () => {
    const text = bytesText(Buffer.from('a\u001b[2Jb\r\nc\u202ed\u009b'));
    expect(text).toBe(String.raw`a\u001b[2Jb\u000d\u000ac\u202ed\u009b`);
  });
});
