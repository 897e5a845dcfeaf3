import { describe, expect, it } from '@jest/globals';
import { table } from './table.ts';

describe('a table', () => {
  it('gives each column the width of its widest cell, and trails no blanks', () => {
    const columns = [{ title: 'NAME' }, { title: 'LAG', align: 'right' }, { title: '' }] as const;
    expect(
      table(columns, [
        ['payments', '7', '!'],
        ['o', '1200', ''],
      ]),
    ).toBe(['NAME       LAG', 'payments     7  !', 'o         1200', ''].join('\n'));
  });

  it('counts characters, not their halves', () => {
    expect(table([{ title: 'A' }, { title: 'B' }], [['😀', 'x']])).toBe('A  B\n😀  x\n');
  });
});
