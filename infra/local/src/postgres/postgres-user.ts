import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { SetupError } from '../setup-error.ts';

const run = promisify(execFile);
const name = 'postgres';

/** Ids of the user that Postgres runs as. */
export interface PostgresUser {
  readonly uid: number;
  readonly gid: number;
}

/**
 * The user that Postgres runs as: whoever starts it, but never root, which Postgres refuses.
 * Started by root, the system user `postgres` is used and made when it is missing.
 * @throws SetupError POSTGRES_UNAVAILABLE
 */
export async function postgresUser(): Promise<PostgresUser | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  try {
    return await lookUp();
  } catch {
    // Not there yet.
  }
  try {
    await run('useradd', ['--system', '--user-group', '--no-create-home', name]);
    return await lookUp();
  } catch (cause) {
    throw new SetupError(
      'POSTGRES_UNAVAILABLE',
      'Postgres refuses to run as root, and no system user `postgres` could be made',
      'Start as an ordinary user.',
      { cause },
    );
  }
}

async function lookUp(): Promise<PostgresUser> {
  const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])]);
  return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
}
