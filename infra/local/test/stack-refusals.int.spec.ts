import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startDaemon } from '../src/process/daemon.ts';
import { runs } from '../src/process/process-record.ts';
import { serviceStopWithinMs } from '../src/services/service-process.ts';
import { freePorts } from '../src/settings/free-ports.ts';
import { checkDiskSpace } from '../src/stack/disk-space.ts';
import { type StackLayout, stackLayout } from '../src/stack/stack-layout.ts';
import { lockStack } from '../src/stack/stack-lock.ts';
import { connectPart, kafkaPart, postgresPart, type StackPart } from '../src/stack/stack-parts.ts';
import { resetStack } from '../src/stack/stack-shutdown.ts';
import { newStackState, readStackState, writeStackState } from '../src/stack/stack-state.ts';
import { startStack, stackStatus } from '../src/stack/stack-supervisor.ts';
import { setupErrorOf } from '../src/setup-error.ts';
import { removeLeftovers } from '../src/test-run/test-stack.ts';

let layout: StackLayout;

async function ports() {
  const [postgres = 0, kafka = 0, kafkaController = 0, connect = 0] = await freePorts(4);
  return { postgres, kafka, kafkaController, connect };
}

beforeEach(async () => {
  layout = stackLayout(await mkdtemp(join(tmpdir(), 'stack-')));
});

afterEach(async () => {
  await rm(layout.folder, { recursive: true });
});

describe('a start', () => {
  it('refuses a port that somebody else listens at, names the variable, and starts nothing', async () => {
    const settings = { ports: await ports(), heaps: { kafka: '512m', connect: '384m' } };
    const stranger = createServer((socket) => {
      // Whoever asks hangs up in the middle of the answer.
      socket.on('error', () => socket.destroy());
      socket.resume().end('HTTP/1.1 400 Bad Request\r\n\r\n');
    });
    await once(stranger.listen(settings.ports.kafka, '127.0.0.1'), 'listening');
    const begun: string[] = [];
    const starting = startStack({ layout, settings, owner: 'test', progress: (text) => begun.push(text) });
    await expect(starting).rejects.toMatchObject({
      code: 'PORT_TAKEN',
      remedy: expect.stringContaining('ORDERFLOW_KAFKA_PORT'),
    });
    expect(begun).toEqual([]);
    expect((await stackStatus(layout, settings)).map(({ state }) => state)).toEqual([
      'down',
      'foreign',
      'down',
    ]);
    await once(stranger.close(), 'close');
  });

  it('refuses a disk that is too full', async () => {
    await expect(checkDiskSpace(layout.folder, Number.MAX_SAFE_INTEGER)).rejects.toMatchObject({
      code: 'DISK_FULL',
    });
  });

  it('waits for nobody who uses the stack, and takes over from one who died', async () => {
    const lock = await lockStack(layout.lockFile, 'dev');
    await expect(lockStack(layout.lockFile, 'infra')).rejects.toMatchObject({ code: 'STACK_IN_USE' });
    await lock[Symbol.asyncDispose]();
    const next = await lockStack(layout.lockFile, 'infra');
    await next[Symbol.asyncDispose]();
    expect(await readdir(layout.folder)).toEqual([]);
  });

  it('is of one alone, of many at once', async () => {
    const results = await Promise.allSettled(
      Array.from({ length: 16 }, () => lockStack(layout.lockFile, 'infra')),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await readdir(layout.folder)).toEqual(['lock.json']);
  });

  it.each(['', '{"pid":', '"?"'])('takes over from a lock that holds %j', async (text) => {
    await writeFile(layout.lockFile, text);
    await using _lock = await lockStack(layout.lockFile, 'infra');
    await expect(lockStack(layout.lockFile, 'infra')).rejects.toMatchObject({ code: 'STACK_IN_USE' });
  });

  it('takes nobody else away with its own lock', async () => {
    const lock = await lockStack(layout.lockFile, 'infra');
    const other = JSON.stringify({ pid: 1, startTime: '1', owner: 'dev' });
    await writeFile(layout.lockFile, other);
    await lock[Symbol.asyncDispose]();
    expect(await readFile(layout.lockFile, 'utf8')).toBe(other);
  });

  it('says that the disk is full, whichever write met it', async () => {
    const full: unknown = await writeFile('/dev/full', 'x').catch((error: unknown) => error);
    expect(setupErrorOf(full)).toMatchObject({ code: 'DISK_FULL' });
    expect(setupErrorOf(new Error('?'))).toBeUndefined();
  });
});

describe('a reset', () => {
  it('ends the services that a killed starter left, and takes the folder away with those of earlier resets', async () => {
    const parent = layout.folder;
    const own = stackLayout(join(parent, 'dev'));
    await mkdir(join(parent, 'dev.removed-1'));
    const { logFile, pidFile } = own.service('orders');
    await mkdir(own.folder);
    const service = await startDaemon({
      command: process.execPath,
      args: ['-e', 'setInterval(() => {}, 1000)'],
      environment: { PATH: process.env.PATH },
      workingFolder: own.folder,
      logFile,
      pidFile,
      owner: 'dev',
    });
    await resetStack(own);
    expect(await runs(service)).toBe(false);
    expect(await readdir(parent)).toEqual([]);
  });
});

describe('what killed test runs left', () => {
  it('is removed whatever its locks hold, and what cannot be is told and keeps nobody from a run', async () => {
    const folders = ['test-1', 'test-2', 'other'].map((name) => join(layout.folder, name));
    const [unreadable = '', stuck = ''] = folders;
    for (const folder of folders) await mkdir(folder);
    await writeFile(join(unreadable, 'lock.json'), '{');
    await mkdir(join(stuck, 'lock.json'));
    const told: string[] = [];
    await removeLeftovers((text) => told.push(text), layout.folder);
    expect((await readdir(layout.folder)).toSorted()).toEqual(['other', 'test-2']);
    expect(told).toEqual([expect.stringContaining(stuck)]);
  });
});

describe('a stop', () => {
  it('takes less than 15 s, however slow all are', () => {
    const within = ({ stopWithinMs }: StackPart): number => stopWithinMs;
    const first = Math.max(serviceStopWithinMs, within(connectPart));
    expect(first + Math.max(within(kafkaPart), within(postgresPart))).toBeLessThan(15_000);
  });
});

describe('the state of a stack', () => {
  it('is read as it was written, and by its user alone', async () => {
    expect(await readStackState(layout.stateFile)).toBeUndefined();
    const state = newStackState(await ports());
    await writeStackState(layout.stateFile, state);
    expect(await readStackState(layout.stateFile)).toEqual(state);
    expect((await stat(layout.stateFile)).mode & 0o777).toBe(0o600);
  });
});
