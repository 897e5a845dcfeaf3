import { CommanderError } from 'commander';
import { orderflowSystem, type DeclaredSystem } from './declared-system.ts';
import { exitCode, type ExitCode } from './exit-code.ts';
import type { Io } from './io.ts';
import { failureOf, reportFailure } from './output/failure-text.ts';
import { orderflow } from './orderflow.command.ts';
import { openSession } from './session.ts';

/**
 * Runs the command and returns its exit code; it never ends the process and never rejects.
 * @param argv the arguments, without the program and the script
 * @param system what the broker is compared with; by default what packages/contracts declares
 */
export async function run(
  argv: readonly string[],
  io: Io,
  system: DeclaredSystem = orderflowSystem,
): Promise<ExitCode> {
  let outcome: ExitCode = exitCode.ok;
  const printed = { out: '', err: '' };
  const program = orderflow(async (command, work) => {
    outcome = await work(openSession(command, io, system));
  }, printed);
  const json = argv.includes('--json');
  try {
    await program.parseAsync(argv, { from: 'user' });
    return outcome;
  } catch (error) {
    if (!(error instanceof CommanderError) || (json && error.exitCode !== 0)) {
      return reportFailure(error, { io, json });
    }
    // Help, or in text what the parser found wrong.
    await io.stdout.write(printed.out);
    await io.stderr.write(printed.err);
    return failureOf(error, io.signal).exitCode;
  }
}
