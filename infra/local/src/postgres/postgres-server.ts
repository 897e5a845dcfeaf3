import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type DaemonOptions, startDaemon } from '../process/daemon.ts';
import { type DaemonOwner, type DaemonRecord, runs } from '../process/process-record.ts';
import { waitUntilReady } from '../process/readiness.ts';
import { infraFolder } from '../settings/repository.ts';
import { overlay, parseProperties } from '../settings/properties.ts';
import { SetupError } from '../setup-error.ts';
import type { PartLayout } from '../stack/stack-layout.ts';
import type { StackState } from '../stack/stack-state.ts';
import { postgresBinaries } from './postgres-binaries.ts';
import { makeCluster } from './postgres-cluster.ts';
import { postgresUser } from './postgres-user.ts';
import { answers } from './postgres-session.ts';
import { adoptServerLock, isServerLock } from './server-lock.ts';

/** A server that was killed leaves processes that end at their next wait; until then Postgres refuses the folder. */
const defaultFormerEndsWithinMs = 10_000;

export interface ServerOptions {
  readonly owner: DaemonOwner;
  readonly signal?: AbortSignal;
  /** Milliseconds to wait for the processes of a former server; default 10,000. */
  readonly formerEndsWithinMs?: number;
}

/**
 * Starts Postgres with the settings of infra/postgres and returns once it answers queries; makes the cluster at first. After a kill it
 * waits for what the former server left running.
 * @throws SetupError POSTGRES_UNAVAILABLE, PROCESS_EXITED, NOT_READY, DISK_FULL
 */
export async function startPostgres(
  layout: PartLayout,
  state: StackState,
  { owner, signal, formerEndsWithinMs = defaultFormerEndsWithinMs }: ServerOptions,
): Promise<DaemonRecord> {
  const { initdb, postgres } = await postgresBinaries();
  const user = await postgresUser();
  const { dataFolder, logFile, pidFile } = layout;
  await makeCluster(dataFolder, initdb, state.passwords.postgres, user);
  const server: DaemonOptions = {
    command: postgres,
    args: ['-D', dataFolder, ...(await settingArguments(state))],
    environment: { PATH: process.env.PATH, LC_MESSAGES: 'C' },
    workingFolder: dataFolder,
    logFile,
    pidFile,
    owner,
    ...(user === undefined ? {} : { user }),
  };
  const cancel = signal === undefined ? {} : { signal };
  const deadline = performance.now() + formerEndsWithinMs;
  for (;;) {
    const lock = await adoptServerLock(dataFolder, user);
    const daemon = await startDaemon(server);
    try {
      // Recovery after a kill replays the log.
      const timeoutMs = 60_000;
      const probe = (): Promise<boolean> => answers(state);
      await waitUntilReady({ name: 'Postgres', daemon, logFile, probe, timeoutMs, ...cancel });
      return daemon;
    } catch (error) {
      // A server that gets past its lock replaces or removes it.
      const refused = lock !== undefined && (await isServerLock(dataFolder, lock));
      if (!refused || (await runs(daemon))) throw error;
      if (performance.now() >= deadline) throw stillInUse(dataFolder, error);
    }
    await pause(100, undefined, cancel);
  }
}

function stillInUse(dataFolder: string, cause: unknown): SetupError {
  return new SetupError(
    'POSTGRES_UNAVAILABLE',
    `Processes of another Postgres use ${dataFolder}`,
    'Wait until they have ended, or end them.',
    { cause },
  );
}

async function settingArguments({ ports }: StackState): Promise<string[]> {
  const given = parseProperties(await readFile(join(infraFolder, 'postgres/postgresql.conf'), 'utf8'));
  const settings = overlay(given, {
    port: String(ports.postgres),
    listen_addresses: '127.0.0.1',
    // No socket file: its folder may not exist or not belong to this user.
    unix_socket_directories: '',
  });
  return [...settings].flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}
