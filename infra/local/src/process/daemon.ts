import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { errorCode } from '../error-code.ts';
import {
  type DaemonOwner,
  type DaemonRecord,
  publishRecord,
  recordOf,
  removeRecord,
  runningDaemon,
  runs,
} from './process-record.ts';

export interface DaemonOptions {
  readonly command: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly workingFolder: string;
  /** Standard output and error are appended here. */
  readonly logFile: string;
  readonly pidFile: string;
  readonly owner: DaemonOwner;
  /** User to run as; only root can say. */
  readonly user?: { readonly uid: number; readonly gid: number };
}

/**
 * Starts a process in a session of its own, so that neither a Ctrl-C meant for its starter nor the starter's death reaches it,
 * and records it in the pid file before it returns; one that can't be recorded is killed, since nobody would find it again.
 * @throws Error when the pid file names a process that runs.
 */
export async function startDaemon(options: DaemonOptions): Promise<DaemonRecord> {
  const { pidFile } = options;
  await mkdir(dirname(options.logFile), { recursive: true });
  await mkdir(dirname(pidFile), { recursive: true });
  if ((await runningDaemon(pidFile)) !== undefined) throw alreadyRuns(pidFile);
  const log = await open(options.logFile, 'a');
  try {
    const child = spawn(options.command, options.args, {
      cwd: options.workingFolder,
      env: options.environment,
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
      ...options.user,
    });
    await once(child, 'spawn');
    child.unref();
    const pid = child.pid;
    if (pid === undefined) throw new Error(`${options.command} has no process id`);
    const record = await recordOf(pid, options.owner);
    let published = false;
    try {
      published = await publishRecord(pidFile, record);
    } finally {
      if (!published) child.kill('SIGKILL');
    }
    if (!published) throw alreadyRuns(pidFile);
    return record;
  } finally {
    await log.close();
  }
}

function alreadyRuns(pidFile: string): Error {
  return new Error(`${pidFile} names a process that runs`);
}

/** Sends a signal to the very process that was recorded; false when it has ended. */
export async function signalDaemon(record: DaemonRecord, signal: NodeJS.Signals): Promise<boolean> {
  if (!(await runs(record))) return false;
  try {
    process.kill(record.pid, signal);
    return true;
  } catch (error) {
    if (errorCode(error) === 'ESRCH') return false;
    throw error;
  }
}

/** Resolves true once the process has ended, or false at the deadline. */
export async function ended(record: DaemonRecord, timeoutMs: number): Promise<boolean> {
  const deadline = performance.now() + timeoutMs;
  while (await runs(record)) {
    if (performance.now() >= deadline) return false;
    await pause(25);
  }
  return true;
}

/**
 * Ends what a pid file names: asks by the signal, and kills what has not ended in time.
 * @param graceMs time to end by itself.
 * @returns whether there was something to stop.
 */
export async function stopDaemon(pidFile: string, signal: NodeJS.Signals, graceMs: number): Promise<boolean> {
  const record = await runningDaemon(pidFile);
  if (record === undefined) return false;
  await signalDaemon(record, signal);
  if (!(await ended(record, graceMs))) {
    await signalDaemon(record, 'SIGKILL');
    await ended(record, 5_000);
  }
  await removeRecord(pidFile, record);
  return true;
}
