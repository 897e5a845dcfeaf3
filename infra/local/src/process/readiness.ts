import { open } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { SetupError } from '../setup-error.ts';
import { type DaemonRecord, runs } from './process-record.ts';

export interface ReadinessOptions {
  readonly name: string;
  readonly daemon: DaemonRecord;
  readonly logFile: string;
  /** True once it serves; a throw counts as not yet. */
  readonly probe: () => Promise<boolean>;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

/**
 * Returns once the process serves.
 * @throws SetupError when it ends first (DISK_FULL where its log says so) or does not serve in time, with the log's last line.
 */
export async function waitUntilReady(options: ReadinessOptions): Promise<void> {
  const { name, daemon, logFile, probe, timeoutMs, signal } = options;
  const deadline = performance.now() + timeoutMs;
  let last: unknown;
  for (;;) {
    signal?.throwIfAborted();
    try {
      if (await probe()) return;
    } catch (error) {
      last = error;
    }
    if (!(await runs(daemon))) throw await exited(name, logFile);
    if (performance.now() >= deadline) {
      throw new SetupError(
        'NOT_READY',
        `${name} does not answer after ${timeoutMs / 1000} s`,
        `See ${logFile}`,
        {
          cause: last,
        },
      );
    }
    await pause(50, undefined, signal === undefined ? {} : { signal });
  }
}

async function exited(name: string, logFile: string): Promise<SetupError> {
  const tail = await tailOf(logFile);
  if (isDiskFull(tail)) {
    return new SetupError(
      'DISK_FULL',
      `${name} ended: no space left on the disk`,
      'Free some space and start again.',
    );
  }
  return new SetupError(
    'PROCESS_EXITED',
    `${name} ended while starting: ${lastComplaint(tail)}`,
    `See ${logFile}`,
  );
}

export function isDiskFull(log: string): boolean {
  return /no space left on device|ENOSPC/i.test(log);
}

/** The line of a log that most likely names the cause: the last that complains, or else the last. */
export function lastComplaint(log: string): string {
  const lines = log
    .split('\n')
    .filter((line) => line.trim() !== '' && !/^\s*at |^\s*\.\.\. \d+ more/.test(line));
  return (
    lines.findLast((line) => /\b(FATAL|ERROR|Exception|error:)/.test(line)) ??
    lines.at(-1) ??
    'no output'
  ).trim();
}

async function tailOf(logFile: string): Promise<string> {
  const file = await open(logFile, 'r');
  try {
    const { size } = await file.stat();
    const length = Math.min(size, 16_384);
    const { buffer } = await file.read(Buffer.alloc(length), 0, length, size - length);
    return buffer.toString('utf8');
  } finally {
    await file.close();
  }
}
