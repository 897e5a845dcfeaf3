import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { isUnreachable } from '@orderflow/kafka/core';
import { z } from 'zod';
import type { Clock } from '../clock.ts';
import type { ReplayMessage } from '../protocol/replay-message.ts';
import { readReplayRequest, type ReplayRequest } from '../protocol/replay-request.ts';
import { throttled } from '../reading/progress-meter.ts';
import { ReplayError } from '../replay.errors.ts';
import { answerRequest } from './answer-request.ts';
import { assertAsDeclared, type ReplayComposition } from './replay-composition.ts';

/** What a replay program has of its process. */
export interface ReplayProgramOptions {
  /** Reads the configuration and composes the service's handlers, nothing of which is connected yet. */
  readonly compose: () => ReplayComposition;
  /** One line, the request; its end is the end of whoever asked, and of the replay. */
  readonly input: Readable;
  readonly write: (line: string) => void;
  readonly clock: Clock;
}

/**
 * A service's replay program: reads one request, answers with lines of `ReplayMessage` of which the last is the outcome, and returns
 * the process's exit code: 0 where there is an outcome, 1 where the last line is `failed`.
 */
export async function runReplayProgram({
  compose,
  input,
  write,
  clock,
}: ReplayProgramOptions): Promise<number> {
  const say = (message: ReplayMessage): void => write(`${JSON.stringify(message)}\n`);
  const asker = new AbortController();
  const lines = createInterface({ input });
  const firstLine = Promise.withResolvers<string>();
  lines.once('line', firstLine.resolve);
  lines.once('close', () => {
    const gone = new ReplayError('INTERRUPTED', 'whoever asked for the replay is gone');
    firstLine.reject(gone);
    asker.abort(gone);
  });
  try {
    const request = requestOf(await firstLine.promise);
    const composition = compose();
    assertAsDeclared(composition);
    const onProgress = throttled((progress) => say({ kind: 'progress', ...progress }), clock);
    say(await answerRequest(request, { composition, clock, onProgress, signal: asker.signal }));
    return 0;
  } catch (error) {
    // Whatever an interruption ends says so in its own way.
    say(failureOf(asker.signal.aborted ? asker.signal.reason : error));
    return 1;
  } finally {
    lines.close();
    input.destroy();
  }
}

function requestOf(line: string): ReplayRequest {
  try {
    return readReplayRequest(line);
  } catch (cause) {
    const detail = cause instanceof z.ZodError ? z.prettifyError(cause) : String(cause);
    throw new ReplayError('INVALID_REQUEST', `the request can't be read: ${detail}`, { cause });
  }
}

function failureOf(error: unknown): ReplayMessage {
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  if (isUnreachable(error)) return { kind: 'failed', code: 'UNREACHABLE', message };
  // An error without a code of ours is a fault, for which its trace is needed.
  if (typeof code === 'string') return { kind: 'failed', code, message };
  return { kind: 'failed', code: 'INTERNAL', message: stack ?? message };
}
