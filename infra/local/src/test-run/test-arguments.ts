/** What the test command was asked for. */
export interface TestArguments {
  /** The suites of faults that take long, instead of all others. */
  readonly guarantees: boolean;
  /** Paths, or parts of them, that a suite must contain one of; all suites when there is none. */
  readonly paths: readonly string[];
  /** Options that are passed on to jest, such as -t NAME or --verbose. */
  readonly options: readonly string[];
}

const optionsWithValue = new Set(['-t', '--testNamePattern', '--seed', '--testTimeout']);

export function parseTestArguments(given: readonly string[]): TestArguments {
  const paths: string[] = [];
  const options: string[] = [];
  let guarantees = false;
  for (let index = 0; index < given.length; index += 1) {
    const argument = given[index] ?? '';
    const value = given[index + 1];
    // pnpm hands its own separator on.
    if (argument === '--') continue;
    if (argument === '--guarantees') guarantees = true;
    else if (optionsWithValue.has(argument) && value !== undefined) {
      options.push(argument, value);
      index += 1;
    } else if (argument.startsWith('-')) options.push(argument);
    else paths.push(argument);
  }
  return { guarantees, paths, options };
}
