import { describe, expect, it } from '@jest/globals';
import { chooseLetters } from './choose-letters.ts';
import { tracked } from '../../../test/letters.ts';

describe('choosing dead letters', () => {
  const letters = [
    tracked(0n, { state: 'redriven' }),
    tracked(1n),
    tracked(1n, { partition: 1 }, 'b'),
    tracked(2n, { state: 'ordered' }, 'c'),
  ];

  it('takes the open ones that are meant', () => {
    expect(chooseLetters(letters, { all: true })).toEqual([letters[1], letters[2]]);
    expect(chooseLetters(letters, { all: true, partition: 1 })).toEqual([letters[2]]);
    expect(chooseLetters(letters, { key: Buffer.from('a') })).toEqual([letters[1]]);
    expect(chooseLetters(letters, { partition: 0, offset: 1n })).toEqual([letters[1]]);
  });

  it('refuses a choice of nothing, of two ways at once, and of what is under way', () => {
    const chosen = (choice: Parameters<typeof chooseLetters>[1]) => () => chooseLetters(letters, choice);
    const exit = (exitCode: number) => expect.objectContaining({ exitCode });
    expect(chosen({})).toThrow(exit(2));
    expect(chosen({ all: true, key: Buffer.from('a') })).toThrow(exit(2));
    expect(chosen({ offset: 1n })).toThrow(exit(2));
    expect(chosen({ partition: 0, offset: 0n })).toThrow(exit(2));
    expect(chosen({ key: Buffer.from('c') })).toThrow(exit(3));
  });
});
