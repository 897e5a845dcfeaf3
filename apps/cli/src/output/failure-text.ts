import { CommanderError } from 'commander';
import { isUnreachable } from '@orderflow/kafka/core';
import { CliError } from '../cli.error.ts';
import { exitCode, type ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { jsonText } from './json-text.ts';

interface Failure {
  readonly code: string;
  readonly message: string;
  readonly exitCode: ExitCode;
}

/** Core errors that say that the arguments name what isn't there. */
const misnamed = new Set<unknown>(['UNKNOWN_TOPIC', 'UNKNOWN_PARTITION', 'COMMITTED_OFFSET_OUT_OF_RANGE']);
/** Core errors that say that the world has to change first. */
const refused = new Set<unknown>(['GROUP_NOT_EMPTY']);

/** What an error means for the person at the terminal; a fault of the program itself keeps its trace. */
export const failureOf = (error: unknown, signal: AbortSignal): Failure => {
  if (error instanceof CliError) return error;
  if (error instanceof CommanderError) {
    const message = error.message.replace(/^error: /, '');
    return { code: 'USAGE', message, exitCode: error.exitCode === 0 ? exitCode.ok : exitCode.usage };
  }
  if (signal.aborted) {
    return { code: 'INTERRUPTED', message: 'interrupted', exitCode: exitCode.interrupted };
  }
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  if (isUnreachable(error)) return { code: 'UNREACHABLE', message, exitCode: exitCode.unreachable };
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  if (misnamed.has(code)) return { code: String(code), message, exitCode: exitCode.usage };
  if (refused.has(code)) return { code: String(code), message, exitCode: exitCode.refused };
  return { code: 'INTERNAL', message: stack ?? message, exitCode: exitCode.internal };
};

/** Says on stderr what failed, as JSON where the answer would have been JSON, and returns the exit code. */
export async function reportFailure(
  error: unknown,
  { io, json }: { readonly io: Io; readonly json: boolean },
): Promise<ExitCode> {
  const { code, message, exitCode } = failureOf(error, io.signal);
  const text = json ? jsonText({ error: { code, message } }) : `orderflow: ${message}`;
  await io.stderr.write(`${text}\n`);
  return exitCode;
}
