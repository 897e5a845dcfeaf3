import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { errorCode } from '../error-code.ts';
import { startTimeOf } from './start-time.ts';

/** Who started a process, so that each command stops only what is its own. */
export type DaemonOwner = 'infra' | 'dev' | 'start' | 'test';

/** What a pid file holds. */
export interface DaemonRecord {
  readonly pid: number;
  readonly startTime: string;
  readonly owner: DaemonOwner;
}

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

function isDaemonRecord(value: unknown): value is DaemonRecord {
  return (
    typeof value === 'object' &&
    value !== null &&
    'pid' in value &&
    Number.isSafeInteger(value.pid) &&
    'startTime' in value &&
    typeof value.startTime === 'string' &&
    'owner' in value &&
    typeof value.owner === 'string'
  );
}

/**
 * Starts a process in a session of its own, so that neither a Ctrl-C meant for its starter nor the starter's death reaches it,
 * and records it in the pid file before it returns.
 */
export async function startDaemon(options: DaemonOptions): Promise<DaemonRecord> {
  await mkdir(dirname(options.logFile), { recursive: true });
  await mkdir(dirname(options.pidFile), { recursive: true });
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
    // A process that has ended already keeps its record: whoever waits for it finds it gone.
    const record = { pid, startTime: (await startTimeOf(pid)) ?? 'ended', owner: options.owner };
    await writeFile(`${options.pidFile}.new`, `${JSON.stringify(record)}\n`);
    await rename(`${options.pidFile}.new`, options.pidFile);
    return record;
  } finally {
    await log.close();
  }
}

/** Whether the very process that was recorded runs, not another one with its id. */
export async function runs(record: DaemonRecord): Promise<boolean> {
  return (await startTimeOf(record.pid)) === record.startTime;
}

/** The process that a pid file names if it runs; a pid file of a process that has ended is removed. */
export async function runningDaemon(pidFile: string): Promise<DaemonRecord | undefined> {
  let text: string;
  try {
    text = await readFile(pidFile, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
  const record: unknown = JSON.parse(text);
  if (!isDaemonRecord(record)) throw new Error(`${pidFile} is no pid file`);
  if (await runs(record)) return record;
  await rm(pidFile, { force: true });
  return undefined;
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
  await rm(pidFile, { force: true });
  return true;
}
