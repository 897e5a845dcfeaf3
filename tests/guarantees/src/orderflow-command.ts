import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { repositoryRoot } from '@orderflow/infra-local';
import { readReplayMessage, type ReplayMessage } from '@orderflow/replay';
import type { Installation } from '@orderflow/test-harness';

/** How the command ended, and what it answered; a refusal is on stderr. */
export interface Answered {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The command while it runs. */
export interface RunningCommand {
  readonly answered: Promise<Answered>;
  kill(signal: NodeJS.Signals): void;
}

/** Starts the built command line as a person does, in the environment of the payments service. */
export function startOrderflow(
  { payments, brokers }: Installation,
  ...args: readonly string[]
): RunningCommand {
  const answered = Promise.withResolvers<Answered>();
  const child = execFile(
    process.execPath,
    [join(repositoryRoot, 'apps/cli/dist/main.js'), '--brokers', brokers.join(','), '--json', ...args],
    {
      env: { PATH: process.env.PATH, HOME: process.env.HOME, ...payments.environment },
      maxBuffer: 64 * 1024 * 1024,
    },
    (_, stdout, stderr) => answered.resolve({ exitCode: child.exitCode, stdout, stderr }),
  );
  return { answered: answered.promise, kill: (signal) => void child.kill(signal) };
}

/** Runs it to its end. */
export function orderflow(installation: Installation, ...args: readonly string[]): Promise<Answered> {
  return startOrderflow(installation, ...args).answered;
}

/** Runs `orderflow replay` and returns its outcome; a refusal fails the test with what was said. */
export async function replay<Kind extends ReplayMessage['kind']>(
  installation: Installation,
  kind: Kind,
  ...args: readonly string[]
): Promise<{ readonly exitCode: number | null; readonly outcome: Extract<ReplayMessage, { kind: Kind }> }> {
  const { exitCode, stdout, stderr } = await orderflow(installation, 'replay', ...args);
  if (stdout === '') throw new Error(`orderflow replay ended with ${exitCode}: ${stderr}`);
  const outcome = readReplayMessage(stdout);
  if (!isOf(outcome, kind)) throw new Error(`orderflow replay answered ${stdout}`);
  return { exitCode, outcome };
}

const isOf = <Kind extends ReplayMessage['kind']>(
  message: ReplayMessage,
  kind: Kind,
): message is Extract<ReplayMessage, { kind: Kind }> => message.kind === kind;
