import { execFile } from 'node:child_process';
import { chown, mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { SetupError } from '../setup-error.ts';
import type { PostgresUser } from './postgres-user.ts';

const run = promisify(execFile);

/** A locale that is the same on every system. */
const clusterOptions = [
  '--username=postgres',
  '--auth=scram-sha-256',
  '--encoding=UTF8',
  '--locale=C',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
];

/**
 * Makes the data folder with initdb, unless a former start has: whole, or again from nothing.
 * @throws SetupError DISK_FULL, POSTGRES_UNAVAILABLE
 */
export async function makeCluster(
  dataFolder: string,
  initdb: string,
  password: string,
  user: PostgresUser | undefined,
): Promise<void> {
  // PG_VERSION is there long before initdb is done; this mark is not.
  const done = join(dataFolder, 'cluster-made');
  if (await exists(done)) return;
  await rm(dataFolder, { recursive: true, force: true });
  await mkdir(dataFolder, { recursive: true, mode: 0o700 });
  const passwordFile = `${dataFolder}.password`;
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  if (user !== undefined) {
    await chown(dataFolder, user.uid, user.gid);
    await chown(passwordFile, user.uid, user.gid);
  }
  try {
    await run(initdb, ['-D', dataFolder, `--pwfile=${passwordFile}`, ...clusterOptions], {
      env: { PATH: process.env.PATH, LC_MESSAGES: 'C' },
      cwd: '/',
      ...user,
    });
  } catch (cause) {
    throw clusterFailure(cause, user !== undefined);
  } finally {
    await rm(passwordFile, { force: true });
  }
  await writeFile(done, '');
}

function clusterFailure(cause: unknown, asOther: boolean): SetupError {
  const text = cause instanceof Error ? cause.message : String(cause);
  if (asOther && /permission denied|EACCES/i.test(text)) {
    return new SetupError(
      'POSTGRES_UNAVAILABLE',
      'The system user `postgres`, which runs Postgres for root, cannot enter this folder',
      'Clone to a folder that every user can enter, or start as an ordinary user.',
      { cause },
    );
  }
  if (/no space left/i.test(text)) {
    return new SetupError(
      'DISK_FULL',
      'Postgres found no space on the disk',
      'Free some space and start again.',
      {
        cause,
      },
    );
  }
  return new SetupError('POSTGRES_UNAVAILABLE', `initdb failed: ${text}`, 'See the message above.', {
    cause,
  });
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined;
}
