import { describe, expect, it } from '@jest/globals';
import { text } from './text.ts';

const bounded = text({ codePoints: 4, encodedBytes: 12 });

describe('text', () => {
  it.each([
    ['letters', 'abcd'],
    ['four syllables of three bytes each', '녹차한잔'],
    ['emoji that are two UTF-16 units each', '🍵🍵🍵'],
    ['escapes that fit', '"\n\\a'],
    ['a space', ' '],
  ])('takes %s', (_, value) => {
    expect(bounded.parse(value)).toBe(value);
  });

  it.each([
    ['nothing', '', 'Too small'],
    ['a fifth character', 'abcde', 'at most 4 characters'],
    ['a megabyte', 'a'.repeat(1_048_576), 'at most 4 characters'],
    ['four characters of sixteen bytes', '🍵🍵🍵🍵', 'at most 12 bytes'],
    ['escapes of more than twelve bytes', '\u0001\u0002\u0003', 'at most 12 bytes'],
    ['NUL', 'a\0', 'NUL'],
    ['a high surrogate alone', 'a\ud83c', 'lone surrogates'],
    ['a low surrogate alone', '\udf75a', 'lone surrogates'],
    ['what is no text', 12, 'expected string'],
  ])('refuses %s', (_, value, message) => {
    expect(bounded.safeParse(value).error?.issues.map((issue) => issue.message)).toContainEqual(
      expect.stringContaining(message),
    );
  });
});
