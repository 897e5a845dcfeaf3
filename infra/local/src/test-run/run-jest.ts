import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { errorCode } from '../error-code.ts';
import { repositoryRoot } from '../settings/repository.ts';
import { textOf } from '../text-of.ts';
import type { TestPhase } from './test-phases.ts';
import { type TestTally, tallyOf } from './test-tally.ts';

const jestProgram = join(
  dirname(createRequire(join(repositoryRoot, 'package.json')).resolve('jest/package.json')),
  'bin/jest.js',
);

export interface JestOptions {
  /** Where the result of this run goes. */
  readonly resultFile: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Ends the run and everything that it started. */
  readonly signal: AbortSignal;
}

/** Runs one phase with its output on this terminal. */
export async function runJest({ args }: TestPhase, options: JestOptions): Promise<TestTally> {
  const { resultFile, environment, signal } = options;
  signal.throwIfAborted();
  const jest = spawn(process.execPath, [jestProgram, ...args, '--json', `--outputFile=${resultFile}`], {
    cwd: repositoryRoot,
    env: { ...environment, NODE_OPTIONS: '--experimental-vm-modules --disable-warning=ExperimentalWarning' },
    stdio: ['ignore', 'inherit', 'inherit'],
    // A group of its own, so that its workers can be ended with it.
    detached: true,
  });
  const end = (): void => killGroup(jest);
  signal.addEventListener('abort', end);
  const [exitCode]: (number | null)[] = await once(jest, 'exit');
  signal.removeEventListener('abort', end);
  signal.throwIfAborted();
  return tallyOf(await textOf(resultFile), exitCode ?? null);
}

function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if (errorCode(error) !== 'ESRCH') throw error;
  }
}
