import { chown, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { commandLineOf } from '../process/command-line.ts';
import { textOf } from '../text-of.ts';
import type { PostgresUser } from './postgres-user.ts';

const fileOf = (dataFolder: string): string => join(dataFolder, 'postmaster.pid');

/**
 * Prepares the lock that a killed server left for the next one to judge. The process id on its first line may by now be anybody's, and
 * Postgres would refuse to start for it; the id of its own parent it takes for stale. All else stays, above all the shared memory by which
 * it sees that processes of the former server still write to the folder, and then refuses rightly. The lock of a server that runs stays
 * wholly: once a minute a server looks whether the lock is still its own, and ends when it is not.
 * https://www.postgresql.org/docs/18/storage-file-layout.html
 * @returns the lock's text, or undefined when there is none.
 */
export async function adoptServerLock(
  dataFolder: string,
  user: PostgresUser | undefined,
): Promise<string | undefined> {
  const file = fileOf(dataFolder);
  const former = await textOf(file);
  if (former === undefined || !(await isOfStranger(former, dataFolder))) return former;
  const [, ...others] = former.split('\n');
  const lock = [process.pid, ...others].join('\n');
  // Whole or not at all: Postgres refuses an empty lock for good.
  await writeFile(`${file}.new`, lock, { mode: 0o600 });
  if (user !== undefined) await chown(`${file}.new`, user.uid, user.gid);
  await rename(`${file}.new`, file);
  return lock;
}

/** Whether the process that a lock names is there and no server of the folder, which has it among its arguments; or no process is named. */
async function isOfStranger(lock: string, dataFolder: string): Promise<boolean> {
  const pid = Number.parseInt(lock, 10);
  if (Number.isNaN(pid)) return true;
  const command = await commandLineOf(Math.abs(pid));
  return command !== undefined && !command.includes(dataFolder);
}

/** Whether the lock is this one still, so that no server has got past it. */
export async function isServerLock(dataFolder: string, lock: string): Promise<boolean> {
  return (await textOf(fileOf(dataFolder))) === lock;
}
