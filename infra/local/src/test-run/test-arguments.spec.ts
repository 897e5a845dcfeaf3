import { describe, expect, it } from '@jest/globals';
import { parseTestArguments } from './test-arguments.ts';

describe('the arguments of the test command', () => {
  it('are none by default', () => {
    expect(parseTestArguments([])).toEqual({ guarantees: false, paths: [], options: [] });
  });

  it('are paths, options and the choice of suites', () => {
    const given = ['--', 'packages/money', '--guarantees', '-t', 'half even', '--verbose', 'apps/orders'];
    expect(parseTestArguments(given)).toEqual({
      guarantees: true,
      paths: ['packages/money', 'apps/orders'],
      options: ['-t', 'half even', '--verbose'],
    });
  });
});
