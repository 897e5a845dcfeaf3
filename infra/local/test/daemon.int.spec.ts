import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@orderflow/test-harness';
import { commandLineOf } from '../src/process/command-line.ts';
import { ended, startDaemon, stopDaemon } from '../src/process/daemon.ts';
import { type DaemonRecord, runningDaemon, runs } from '../src/process/process-record.ts';
import { waitUntilReady } from '../src/process/readiness.ts';

let folder: string;
let pidFile: string;
let logFile: string;

const start = (program: string): Promise<DaemonRecord> =>
  startDaemon({
    command: process.execPath,
    args: ['-e', program],
    environment: { PATH: process.env.PATH },
    workingFolder: folder,
    logFile,
    pidFile,
    owner: 'test',
  });

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'daemon-'));
  pidFile = join(folder, 'pids/part.json');
  logFile = join(folder, 'logs/part.log');
});

afterEach(async () => {
  await stopDaemon(pidFile, 'SIGKILL', 1_000);
  await rm(folder, { recursive: true });
});

describe('a daemon', () => {
  it('is found by its pid file, in a session of its own', async () => {
    const daemon = await start("console.log('up'); setInterval(() => {}, 1000)");
    expect(await runningDaemon(pidFile)).toEqual(daemon);
    const stat = await readFile(`/proc/${daemon.pid}/stat`, 'utf8');
    const [, , , session] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    expect(Number(session)).toBe(daemon.pid);
    await eventually(async () => expect(await readFile(logFile, 'utf8')).toBe('up\n'));
  });

  it('ends when asked, and its pid file goes', async () => {
    const daemon = await start('setInterval(() => {}, 1000)');
    expect(await stopDaemon(pidFile, 'SIGTERM', 5_000)).toBe(true);
    expect(await runs(daemon)).toBe(false);
    expect(await stopDaemon(pidFile, 'SIGTERM', 5_000)).toBe(false);
  });

  it('is killed when it does not listen', async () => {
    const daemon = await start(
      "process.on('SIGTERM', () => {}); console.log('deaf'); setInterval(() => {}, 1000)",
    );
    await eventually(async () => expect(await readFile(logFile, 'utf8')).toBe('deaf\n'));
    await stopDaemon(pidFile, 'SIGTERM', 100);
    expect(await runs(daemon)).toBe(false);
  });

  it('is not started over one that runs', async () => {
    const daemon = await start('setInterval(() => {}, 1000)');
    await expect(start('')).rejects.toThrow('names a process that runs');
    expect(await runningDaemon(pidFile)).toEqual(daemon);
  });

  it('does not live on when it cannot be recorded', async () => {
    const program = `setInterval(() => {}, 1000) // ${randomUUID()}`;
    // Short enough to be looked for, and too long to be written beside.
    pidFile = join(folder, 'x'.repeat(250));
    await expect(start(program)).rejects.toMatchObject({ code: 'ENAMETOOLONG' });
    await eventually(async () => {
      const pids = (await readdir('/proc')).map(Number).filter((pid) => pid > 0);
      const commands = await Promise.all(pids.map(commandLineOf));
      expect(commands.filter((command) => command?.includes(program))).toEqual([]);
    });
  });

  it('is never taken for another process with its id', async () => {
    const daemon = await start('setInterval(() => {}, 1000)');
    await writeFile(pidFile, JSON.stringify({ ...daemon, startTime: '1' }));
    expect(await stopDaemon(pidFile, 'SIGKILL', 100)).toBe(false);
    expect(await runs(daemon)).toBe(true);
    process.kill(daemon.pid, 'SIGKILL');
    expect(await ended(daemon, 5_000)).toBe(true);
  });

  it.each([
    [
      'what it complained of',
      "console.error('ERROR no route'); process.exit(1)",
      'PROCESS_EXITED',
      /no route/,
    ],
    [
      'a full disk',
      "console.error('No space left on device'); process.exit(1)",
      'DISK_FULL',
      /no space left/,
    ],
  ])('that ends while starting is reported with %s', async (_, program, code, message) => {
    const daemon = await start(program);
    const waiting = waitUntilReady({
      name: 'Part',
      daemon,
      logFile,
      probe: async () => false,
      timeoutMs: 10_000,
    });
    await expect(waiting).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
  });

  it('that never serves is reported', async () => {
    const daemon = await start('setInterval(() => {}, 1000)');
    const waiting = waitUntilReady({
      name: 'Part',
      daemon,
      logFile,
      probe: async () => false,
      timeoutMs: 100,
    });
    await expect(waiting).rejects.toMatchObject({ code: 'NOT_READY' });
  });
});
