import { execFile } from 'node:child_process';
import { chown, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type DaemonOwner, type DaemonRecord, startDaemon } from '../process/daemon.ts';
import { waitUntilReady } from '../process/readiness.ts';
import { infraFolder } from '../settings/repository.ts';
import { overlay, parseProperties } from '../settings/properties.ts';
import { SetupError } from '../setup-error.ts';
import type { PartLayout } from '../stack/stack-layout.ts';
import type { StackState } from '../stack/stack-state.ts';
import { postgresBinaries } from './postgres-binaries.ts';
import { postgresUser } from './postgres-user.ts';
import { answers } from './postgres-session.ts';

const run = promisify(execFile);

/** Starts Postgres with the settings of infra/postgres and returns once it answers queries; makes the cluster at first. */
export async function startPostgres(
  layout: PartLayout,
  state: StackState,
  owner: DaemonOwner,
  signal?: AbortSignal,
): Promise<DaemonRecord> {
  const { initdb, postgres } = await postgresBinaries();
  const user = await postgresUser();
  await makeCluster(layout.dataFolder, initdb, state.passwords.postgres, user);
  // The lock of a server that was killed names a process id, which another process may have by now.
  await rm(join(layout.dataFolder, 'postmaster.pid'), { force: true });
  const given = parseProperties(await readFile(join(infraFolder, 'postgres/postgresql.conf'), 'utf8'));
  const settings = overlay(given, {
    port: String(state.ports.postgres),
    listen_addresses: '127.0.0.1',
    // No socket file: its folder may not exist or not belong to this user.
    unix_socket_directories: '',
  });
  const daemon = await startDaemon({
    command: postgres,
    args: ['-D', layout.dataFolder, ...settingArguments(settings)],
    environment: { PATH: process.env.PATH, LC_MESSAGES: 'C' },
    workingFolder: layout.dataFolder,
    logFile: layout.logFile,
    pidFile: layout.pidFile,
    owner,
    ...(user === undefined ? {} : { user }),
  });
  await waitUntilReady({
    name: 'Postgres',
    daemon,
    logFile: layout.logFile,
    probe: () => answers(state),
    // Recovery after a kill replays the log.
    timeoutMs: 60_000,
    ...(signal === undefined ? {} : { signal }),
  });
  return daemon;
}

/** A locale that is the same on every system. */
const clusterOptions = [
  '--username=postgres',
  '--auth=scram-sha-256',
  '--encoding=UTF8',
  '--locale=C',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
];

function settingArguments(settings: ReadonlyMap<string, string>): string[] {
  return [...settings].flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

async function makeCluster(
  dataFolder: string,
  initdb: string,
  password: string,
  user: { uid: number; gid: number } | undefined,
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
