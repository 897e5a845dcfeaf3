import { CommanderError } from 'commander';
import { exitCode, type ExitCode } from './exit-code.ts';
import type { Io } from './io.ts';
import { reportFailure } from './output/failure-text.ts';
import { orderflow } from './orderflow.command.ts';
import { openSession } from './session.ts';

/**
 * Runs the command and returns its exit code; it never ends the process and never rejects.
 * @param argv the arguments, without the program and the script
 */
export async function run(argv: readonly string[], io: Io): Promise<ExitCode> {
  let outcome: ExitCode = exitCode.ok;
  const printed = { out: '', err: '' };
  const program = orderflow(async (command, work) => {
    outcome = await work(openSession(command, io));
  }, printed);
  const json = argv.includes('--json');
  try {
    await program.parseAsync(argv, { from: 'user' });
    return outcome;
  } catch (error) {
    if (!(error instanceof CommanderError)) return reportFailure(error, { io, json });
    return error.exitCode === 0 ? exitCode.ok : exitCode.usage;
  } finally {
    await io.stdout.write(printed.out);
    await io.stderr.write(printed.err);
  }
}
