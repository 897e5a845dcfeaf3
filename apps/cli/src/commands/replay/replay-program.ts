import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { readReplayMessage, type ReplayMessage, type ReplayRequestText } from '@orderflow/replay';
import { CliError } from '../../cli.error.ts';
import { exitCode } from '../../exit-code.ts';
import type { Session } from '../../session.ts';
import { replayFailure } from './replay-failure.ts';
import { replayProgramPaths } from './replay.config.ts';

export type ReplayOutcome = Exclude<ReplayMessage, { readonly kind: 'progress' | 'failed' }>;
export type ReplayProgress = Extract<ReplayMessage, { readonly kind: 'progress' }>;

export interface ReplayProgramOptions {
  /** The service whose code handles the records. */
  readonly service: string;
  /** Its variables, where they are not set in this command's environment. */
  readonly environmentFile: string | undefined;
  readonly request: ReplayRequestText;
  readonly onProgress: (progress: ReplayProgress) => Promise<void>;
}

/**
 * Asks a service's replay program, a process of its own that ends with this one, and returns its outcome.
 * @throws CliError by what the program says, or where it ends without an outcome
 */
export async function askReplayProgram(
  { io, brokers }: Pick<Session, 'io' | 'brokers'>,
  { service, environmentFile, request, onProgress }: ReplayProgramOptions,
): Promise<ReplayOutcome> {
  const paths = replayProgramPaths(service, io.environment);
  const environment =
    environmentFile === undefined
      ? `--env-file-if-exists=${paths.environmentFile}`
      : `--env-file=${environmentFile}`;
  const program = spawn(process.execPath, [environment, '--enable-source-maps', paths.program], {
    env: { ...io.environment, KAFKA_BROKERS: brokers.join(','), NODE_OPTIONS: '' },
    stdio: ['pipe', 'pipe', 'pipe'],
    // Ctrl-C at a terminal goes to this process, which lets the program stop in order.
    detached: true,
  });
  // The end of its input is the end of whoever asked: it stops in order, also where this process is killed.
  const leave = (): void => void program.stdin.end();
  io.signal.addEventListener('abort', leave, { once: true });
  // A program that could not start closes its input; its end says so.
  program.stdin.on('error', () => undefined);
  program.stdin.write(`${JSON.stringify(request)}\n`);
  try {
    const said = text(program.stderr);
    const ended = once(program, 'close');
    let outcome: Exclude<ReplayMessage, ReplayProgress> | undefined;
    for await (const line of createInterface({ input: program.stdout })) {
      const message = readReplayMessage(line);
      if (message.kind === 'progress') await onProgress(message);
      else outcome = message;
    }
    await ended;
    if (outcome?.kind === 'failed') throw replayFailure(outcome);
    if (outcome !== undefined) return outcome;
    io.signal.throwIfAborted();
    throw new CliError(
      'REPLAY_PROGRAM',
      exitCode.internal,
      `${paths.program} ended without an outcome\n${await said}`,
    );
  } finally {
    io.signal.removeEventListener('abort', leave);
    program.stdin.destroy();
  }
}
