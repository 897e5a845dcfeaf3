import { randomBytes } from 'node:crypto';
import { link, rm, writeFile } from 'node:fs/promises';
import { errorCode } from '../error-code.ts';
import { textOf } from '../text-of.ts';
import { startTimeOf } from './start-time.ts';

/** Who started a process, so that each command stops only what is its own. */
export type DaemonOwner = 'infra' | 'dev' | 'start' | 'test';

/** What a pid file or a lock holds. */
export interface DaemonRecord {
  readonly pid: number;
  readonly startTime: string;
  readonly owner: DaemonOwner;
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

/** The record of a process as it is now. */
export async function recordOf(pid: number, owner: DaemonOwner): Promise<DaemonRecord> {
  // A process that has ended already keeps its record: whoever waits for it finds it gone.
  return { pid, startTime: (await startTimeOf(pid)) ?? 'ended', owner };
}

/** Whether the very process that was recorded runs, not another one with its id. */
export async function runs(record: DaemonRecord): Promise<boolean> {
  return (await startTimeOf(record.pid)) === record.startTime;
}

function formatted(record: DaemonRecord): string {
  return `${JSON.stringify(record)}\n`;
}

function parsed(text: string): DaemonRecord | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // Not JSON: no record.
    return undefined;
  }
  return isDaemonRecord(value) ? value : undefined;
}

/**
 * The process that a file names if it runs. The file of one that has ended is removed, and so is one that holds no record: none was
 * ever published so, and only a power cut or a hand leaves it.
 */
export async function runningDaemon(file: string): Promise<DaemonRecord | undefined> {
  const text = await textOf(file);
  if (text === undefined) return undefined;
  const record = parsed(text);
  if (record !== undefined && (await runs(record))) return record;
  await removeText(file, text);
  return undefined;
}

/**
 * Makes a file with a record, whole or not at all, whatever is killed or full in between.
 * @returns false when the file is there already; it stays as it is.
 */
export async function publishRecord(file: string, record: DaemonRecord): Promise<boolean> {
  const unique = `${file}.${randomBytes(6).toString('hex')}`;
  try {
    await writeFile(unique, formatted(record), { mode: 0o600 });
    // Of those who publish at once one wins; a rename would let the last win.
    await link(unique, file);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(unique, { force: true });
  }
}

/** Removes the file of a record, unless somebody else's is there by now. */
export async function removeRecord(file: string, record: DaemonRecord): Promise<void> {
  await removeText(file, formatted(record));
}

async function removeText(file: string, judged: string): Promise<void> {
  if ((await textOf(file)) === judged) await rm(file, { force: true });
}
