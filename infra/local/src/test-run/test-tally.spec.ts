import { describe, expect, it } from '@jest/globals';
import { addTally, emptyTally, isSuccess, tallyLine, tallyOf } from './test-tally.ts';

const result = (passed: number, failed: number, broken: number): string =>
  JSON.stringify({ numPassedTests: passed, numFailedTests: failed, numRuntimeErrorTestSuites: broken });

describe('the tally of a test run', () => {
  it('counts tests', () => {
    expect(tallyOf(result(5, 2, 0), 1)).toEqual({ passed: 5, failed: 2 });
  });

  it('counts a suite that did not run as a failure', () => {
    expect(tallyOf(result(5, 0, 1), 1)).toEqual({ passed: 5, failed: 1 });
  });

  it.each([
    ['ended without a result', undefined, 1],
    ['was killed', undefined, null],
    ['reports success and yet failed', result(5, 0, 0), 1],
  ])('counts a run that %s as a failure', (_, text, exitCode) => {
    expect(tallyOf(text, exitCode).failed).toBe(1);
  });

  it('adds up to one line', () => {
    const sum = [tallyOf(result(5, 0, 0), 0), tallyOf(result(2, 1, 0), 1)].reduce(addTally, emptyTally);
    expect(tallyLine(sum)).toBe('7 passed, 1 failed');
  });

  it('is no success when something failed, or when nothing was tested', () => {
    expect(isSuccess({ passed: 3, failed: 0 })).toBe(true);
    expect(isSuccess({ passed: 3, failed: 1 })).toBe(false);
    expect(isSuccess(emptyTally)).toBe(false);
  });
});
