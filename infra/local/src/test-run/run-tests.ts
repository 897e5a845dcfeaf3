import { join } from 'node:path';
import { Interrupted } from '../interrupts.ts';
import { setupErrorOf } from '../setup-error.ts';
import { progressPrinter } from '../terminal.ts';
import { runJest } from './run-jest.ts';
import { parseTestArguments } from './test-arguments.ts';
import { testPhases } from './test-phases.ts';
import { onTestStack } from './on-test-stack.ts';
import { addTally, emptyTally, isSuccess, tallyLine, type TestTally } from './test-tally.ts';

/**
 * Builds, brings a stack up, runs the suites on it, and leaves nothing behind; the last line sums all of them up.
 * Resolves with the exit code: 0 only when something was tested and nothing failed.
 */
export async function runTests(given: readonly string[]): Promise<number> {
  const progress = progressPrinter();
  let tally = emptyTally;
  try {
    await onTestStack(progress, async ({ folder, variable, signal }) => {
      const environment = { ...process.env, ORDERFLOW_STACK: variable };
      for (const phase of testPhases(parseTestArguments(given))) {
        progress(`Running tests: ${phase.name}`);
        const resultFile = join(folder, `${phase.name.replaceAll(' ', '-')}.json`);
        tally = addTally(tally, await runJest(phase, { resultFile, environment, signal }));
      }
      progress('Stopping the stack');
    });
  } catch (error) {
    tally = addTally(tally, failureOf(error));
  }
  process.stdout.write(`${tallyLine(tally)}\n`);
  return isSuccess(tally) ? 0 : 1;
}

/** A run that could not be, or was cut short, is a failure with a line of its own. */
function failureOf(error: unknown): TestTally {
  const mendable = setupErrorOf(error);
  if (mendable !== undefined) process.stderr.write(`orderflow: ${mendable.line}\n`);
  else if (error instanceof Interrupted) process.stderr.write(`orderflow: ${error.message}\n`);
  else console.error(error);
  return { passed: 0, failed: 1 };
}
