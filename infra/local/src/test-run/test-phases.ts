import { isAbsolute } from 'node:path';
import { repositoryRoot } from '../settings/repository.ts';
import type { TestArguments } from './test-arguments.ts';

/** One run of jest. */
export interface TestPhase {
  readonly name: string;
  /** For jest. */
  readonly args: readonly string[];
}

const root = repositoryRoot.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

/** Runs of jest one after the other: what shares the stack's one installation never runs beside another that does. */
export function testPhases({ guarantees, paths, options }: TestArguments): TestPhase[] {
  // jest looks for them in whole paths, and the folder that the clone is in may be called like a suite.
  const patterns = paths.map((path) => (isAbsolute(path) ? path : `^${root}/.*${path.replace(/^\.\//, '')}`));
  const filter = paths.length === 0 ? [] : ['--testPathPatterns', ...patterns];
  const phase = (name: string, projects: readonly string[], workers: string): TestPhase => ({
    name,
    args: ['--selectProjects', ...projects, workers, '--passWithNoTests', ...patience(options), ...filter],
  });
  if (guarantees) return [phase('guarantees', ['guarantee'], '--runInBand')];
  return [
    phase('unit and integration', ['unit', 'int'], '--maxWorkers=2'),
    phase('end to end', ['e2e'], '--runInBand'),
    // Last: it breaks parts of the stack and mends them.
    phase('faults', ['fault'], '--runInBand'),
  ];
}

/** Only what hangs should meet it: what is waited for has deadlines of its own, and a busy machine is slow. */
function patience(options: readonly string[]): readonly string[] {
  const isGiven = options.some((option) => option.startsWith('--testTimeout'));
  return isGiven ? options : ['--testTimeout=30000', ...options];
}
