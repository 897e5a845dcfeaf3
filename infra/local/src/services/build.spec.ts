import { describe, expect, it } from '@jest/globals';
import { firstErrorOf } from './build.ts';

describe('the output of a build that failed', () => {
  it('is summed up by its first error', () => {
    const output =
      '@orderflow/orders:build: \n@orderflow/orders:build: src/a.ts(1,7): error TS2322: Type is not.\n ERROR  command finished with error\n';
    expect(firstErrorOf(output)).toBe('src/a.ts(1,7): error TS2322: Type is not.');
  });

  it('is summed up by what keeps turbo from starting', () => {
    const output = '• turbo 2.11.11\n  x Unable to find package manager binary: cannot find binary path\n';
    expect(firstErrorOf(output)).toBe('Unable to find package manager binary: cannot find binary path');
  });

  it('is no summary without one', () => {
    expect(firstErrorOf('Tasks: 3 successful, 3 total')).toBeUndefined();
  });
});
