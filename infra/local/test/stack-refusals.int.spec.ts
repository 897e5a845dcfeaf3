import { once } from 'node:events';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { freePorts } from '../src/settings/free-ports.ts';
import { checkDiskSpace } from '../src/stack/disk-space.ts';
import { type StackLayout, stackLayout } from '../src/stack/stack-layout.ts';
import { lockStack } from '../src/stack/stack-lock.ts';
import { newStackState, readStackState, writeStackState } from '../src/stack/stack-state.ts';
import { startStack, stackStatus } from '../src/stack/stack-supervisor.ts';

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
