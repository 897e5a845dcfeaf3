/** Numbers over runs of jest. */
export interface TestTally {
  readonly passed: number;
  /** Failed tests, suites that did not run, and runs that ended without a result. */
  readonly failed: number;
}

export const emptyTally: TestTally = { passed: 0, failed: 0 };

export function addTally(one: TestTally, other: TestTally): TestTally {
  return { passed: one.passed + other.passed, failed: one.failed + other.failed };
}

/**
 * Reads what `jest --json` wrote.
 * @param text undefined when it wrote nothing.
 * @param exitCode of jest: a run that reports no failure and yet failed counts as one.
 */
export function tallyOf(text: string | undefined, exitCode: number | null): TestTally {
  const result: unknown = text === undefined ? undefined : JSON.parse(text);
  const fields = new Map(typeof result === 'object' && result !== null ? Object.entries(result) : []);
  const count = (name: string): number => {
    const value: unknown = fields.get(name);
    return typeof value === 'number' ? value : 0;
  };
  const failed = count('numFailedTests') + count('numRuntimeErrorTestSuites');
  return { passed: count('numPassedTests'), failed: failed === 0 && exitCode !== 0 ? 1 : failed };
}

/** The line by which CI reads the outcome. */
export function tallyLine({ passed, failed }: TestTally): string {
  return `${passed} passed, ${failed} failed`;
}

/** No failure, and something was tested at all. */
export function isSuccess({ passed, failed }: TestTally): boolean {
  return failed === 0 && passed > 0;
}
