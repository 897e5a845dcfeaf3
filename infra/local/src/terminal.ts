import { setupErrorOf } from './setup-error.ts';

/**
 * Keeps this process alive when whoever reads its output is gone: Ctrl-C reaches `npx` and `pnpm` too, and they may die first.
 */
export function surviveClosedOutput(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error;
    });
  }
}

/** Prints lines with the seconds since the start. */
export function progressPrinter(): (text: string) => void {
  const begun = performance.now();
  return (text) => {
    const seconds = ((performance.now() - begun) / 1000).toFixed(1).padStart(5);
    process.stdout.write(`${seconds} s  ${text}\n`);
  };
}

/**
 * Runs a command's work and sets the exit code: its number, 2 with one line for what a person can mend, 1 with the whole error otherwise.
 */
export async function runCommand(work: () => Promise<number>): Promise<void> {
  surviveClosedOutput();
  try {
    process.exitCode = await work();
  } catch (error) {
    const mendable = setupErrorOf(error);
    if (mendable === undefined) console.error(error);
    else process.stderr.write(`orderflow: ${mendable.line}\n`);
    process.exitCode = mendable === undefined ? 1 : 2;
  }
}
