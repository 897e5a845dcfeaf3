import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { repositoryRoot } from '../settings/repository.ts';
import { SetupError } from '../setup-error.ts';

const run = promisify(execFile);

/**
 * Builds what has changed.
 * @throws SetupError BUILD_FAILED whose cause holds the compiler's output.
 */
export async function buildServices(signal?: AbortSignal): Promise<void> {
  try {
    await run('turbo', ['run', 'build', '--output-logs=errors-only', '--no-update-notifier'], {
      cwd: repositoryRoot,
      maxBuffer: 64 * 1024 * 1024,
      // A build is no place to send anything from.
      env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1', NODE_OPTIONS: '' },
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (cause) {
    signal?.throwIfAborted();
    throw new BuildFailedError(outputOf(cause), cause);
  }
}

/** The compiler found errors, or could not run; `output` is what it said. */
export class BuildFailedError extends SetupError {
  readonly output: string;

  constructor(output: string, cause: unknown) {
    const reason = firstErrorOf(output) ?? (cause instanceof Error ? cause.message : String(cause));
    super('BUILD_FAILED', `The build failed: ${reason}`, 'Run `pnpm build` for all of it.', { cause });
    this.output = output;
  }
}

function outputOf(cause: unknown): string {
  if (typeof cause !== 'object' || cause === null || !('stdout' in cause && 'stderr' in cause)) return '';
  return `${String(cause.stdout)}\n${String(cause.stderr)}`;
}

/** The first error in the output of turbo and tsc, without turbo's prefix. */
export function firstErrorOf(output: string): string | undefined {
  const line = output.split('\n').find((text) => /error TS\d+:|ERR_PNPM|^\s*x /.test(text));
  return line?.replace(/^\S+:build: |^\s*x /, '').trim();
}
