import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@orderflow/test-harness';
import pg from 'pg';
import { asSuperuser, isOurPostgres } from '../src/postgres/postgres-session.ts';
import { startPostgres } from '../src/postgres/postgres-server.ts';
import { postgresUser } from '../src/postgres/postgres-user.ts';
import { ended, signalDaemon } from '../src/process/daemon.ts';
import { type DaemonRecord, runningDaemon, runs } from '../src/process/process-record.ts';
import { freePorts } from '../src/settings/free-ports.ts';
import { composeState } from '../src/stack/compose-identity.ts';
import { stackIdentity } from '../src/stack/stack-identity.ts';
import { type StackLayout, stackLayout } from '../src/stack/stack-layout.ts';
import { allParts, postgresPart } from '../src/stack/stack-parts.ts';
import { stopPart } from '../src/stack/stack-shutdown.ts';
import { newStackState, readStackState, type StackState, writeStackState } from '../src/stack/stack-state.ts';
import { startStack } from '../src/stack/stack-supervisor.ts';

let layout: StackLayout;
let state: StackState;

/** A session whose backend computes, and so looks at nothing else, for some seconds; resolves once it does. */
async function busyBackend(seconds: number): Promise<void> {
  const client = new pg.Client({
    host: '127.0.0.1',
    port: state.ports.postgres,
    user: 'postgres',
    password: state.passwords.postgres,
    database: 'postgres',
  });
  const busy = `DO $$ DECLARE until timestamptz := clock_timestamp() + interval '${seconds} s';
    BEGIN WHILE clock_timestamp() < until LOOP END LOOP; END $$`;
  await client.connect();
  client.on('error', () => client.end());
  client.query(busy, () => client.end());
  await eventually(async () => {
    const { rowCount } = await asSuperuser(state, 'postgres', (other) =>
      other.query("SELECT FROM pg_stat_activity WHERE query LIKE 'DO %' AND state = 'active'"),
    );
    expect(rowCount).toBe(1);
  });
}

async function server(): Promise<DaemonRecord> {
  const record = await runningDaemon(layout.part('postgres').pidFile);
  if (record === undefined) throw new Error('Postgres does not run');
  return record;
}

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'postgres-'));
  // Started by root it runs as another user.
  await chmod(folder, 0o755);
  layout = stackLayout(folder);
  const [postgres = 0, kafka = 0, kafkaController = 0, connect = 0] = await freePorts(4);
  // So that it can be taken for that of docker compose too.
  state = await composeState({ postgres, kafka, kafkaController, connect });
  await writeStackState(layout.stateFile, state);
  const heaps = { kafka: '', connect: '' };
  await postgresPart.start({ layout: layout.part('postgres'), state, jars: '', heaps, owner: 'infra' });
}, 60_000);

afterAll(async () => {
  for (const part of allParts) await stopPart(layout, part);
  await rm(layout.folder, { recursive: true });
});

describe('a Postgres', () => {
  it('outlives a start of the stack that fails, which did not start it', async () => {
    const before = await server();
    // No heap that Java takes.
    const settings = { ports: state.ports, heaps: { kafka: '1k', connect: '384m' } };
    const starting = startStack({ layout, settings, owner: 'infra', progress: () => undefined });
    await expect(starting).rejects.toMatchObject({ code: 'PROCESS_EXITED' });
    expect(await runs(before)).toBe(true);
    expect(await isOurPostgres(state)).toBe(true);
  }, 30_000);

  it('is used as that of docker compose by a stack which has another, and that stack stays itself', async () => {
    const other = stackLayout(join(layout.folder, 'other'));
    expect(await stackIdentity(other.stateFile, state.ports)).toEqual({ state, origin: 'compose' });
    const own = newStackState(state.ports);
    await writeStackState(other.stateFile, own);
    expect(await stackIdentity(other.stateFile, state.ports)).toEqual({ state, origin: 'compose' });
    const settings = { ports: state.ports, heaps: { kafka: '512m', connect: '384m' } };
    const starting = startStack({ layout: other, settings, owner: 'dev', progress: () => undefined });
    await expect(starting).rejects.toMatchObject({
      code: 'NOT_READY',
      remedy: expect.stringContaining('docker compose up'),
    });
    expect(await readStackState(other.stateFile)).toEqual(own);
    const elsewhere = { ...state.ports, postgres: state.ports.kafka };
    expect(await stackIdentity(other.stateFile, elsewhere)).toMatchObject({ origin: 'former' });
  });

  it('keeps another server off its data', async () => {
    const [port = 0] = await freePorts(1);
    const { dataFolder, logFile } = layout.part('postgres');
    const lock = join(dataFolder, 'postmaster.pid');
    const other = { dataFolder, logFile, pidFile: join(layout.folder, 'pids/other.json') };
    const held = await readFile(lock, 'utf8');
    const starting = startPostgres(
      other,
      { ...state, ports: { ...state.ports, postgres: port } },
      { owner: 'test', formerEndsWithinMs: 200 },
    );
    await expect(starting).rejects.toMatchObject({ code: 'POSTGRES_UNAVAILABLE' });
    expect(await isOurPostgres(state)).toBe(true);
    expect(await readFile(lock, 'utf8')).toBe(held);
  }, 30_000);

  it('starts after its kill once the backends that it left have ended, though its id is another process by now', async () => {
    await busyBackend(2);
    const killed = await server();
    await signalDaemon(killed, 'SIGKILL');
    expect(await ended(killed, 5_000)).toBe(true);
    // Postgres takes the id of another user's process for stale by itself.
    const user = await postgresUser();
    const stranger = spawn('sleep', ['60'], { stdio: 'ignore', cwd: '/', ...user });
    try {
      await once(stranger, 'spawn');
      const lock = join(layout.part('postgres').dataFolder, 'postmaster.pid');
      const text = await readFile(lock, 'utf8');
      await writeFile(lock, text.replace(/^\d+/, String(stranger.pid)));
      const begun = performance.now();
      await startPostgres(layout.part('postgres'), state, { owner: 'test' });
      expect(performance.now() - begun).toBeGreaterThan(1_000);
      expect(await isOurPostgres(state)).toBe(true);
      expect(await readFile(lock, 'utf8')).not.toContain(`${stranger.pid}`);
    } finally {
      stranger.kill('SIGKILL');
      await once(stranger, 'exit');
    }
  }, 30_000);

  it('starts past a lock that was left empty', async () => {
    const { dataFolder, pidFile } = layout.part('postgres');
    await stopPart(layout, postgresPart);
    expect(await runningDaemon(pidFile)).toBeUndefined();
    await writeFile(join(dataFolder, 'postmaster.pid'), '');
    await startPostgres(layout.part('postgres'), state, { owner: 'test' });
    expect(await isOurPostgres(state)).toBe(true);
  }, 30_000);
});
