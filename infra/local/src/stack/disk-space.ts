import { mkdir, statfs } from 'node:fs/promises';
import { SetupError } from '../setup-error.ts';

const MEBIBYTE = 1024 ** 2;

/** Free space below which nothing is started: jars, databases and logs of a first start take about half of it. */
export const requiredMebibytes = 1024;

/**
 * Checks the disk before anything is written to it.
 * @throws SetupError DISK_FULL
 */
export async function checkDiskSpace(folder: string, required: number = requiredMebibytes): Promise<void> {
  await mkdir(folder, { recursive: true });
  const { bavail, bsize } = await statfs(folder);
  const free = Math.floor((bavail * bsize) / MEBIBYTE);
  if (free >= required) return;
  throw new SetupError(
    'DISK_FULL',
    `The disk of ${folder} has ${free} MiB free and ${required} MiB are needed`,
    'Free some space and start again.',
  );
}
