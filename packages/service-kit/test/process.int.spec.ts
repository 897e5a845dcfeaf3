import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';

const fixtures = join(import.meta.dirname, 'fixtures');
const children: ChildProcess[] = [];

/** The test service as a process of its own, with its standard output and error as text so far. */
function childService(environment: Record<string, string> = {}) {
  const child = spawn(
    process.execPath,
    [
      '--conditions=source',
      '--import',
      join(fixtures, 'decorators-loader.mjs'),
      join(fixtures, 'child-service.ts'),
    ],
    {
      env: { PATH: process.env['PATH'], PORT: '0', API_SECRET: 'long enough', ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  children.push(child);
  const lines: string[] = [];
  const errors: string[] = [];
  const output = createInterface({ input: child.stdout });
  output.on('line', (line) => lines.push(line));
  createInterface({ input: child.stderr }).on('line', (line) => errors.push(line));
  const exited = once(child, 'close').then(([code]: unknown[]) => code);
  return {
    child,
    lines,
    errors,
    exited,
    /** Resolves with the first line that carries the message, or rejects when the process ends before. */
    async logged(message: string): Promise<string> {
      const wanted = (line: string) => line.includes(`"message":"${message}"`);
      for (;;) {
        const found = lines.find(wanted);
        if (found !== undefined) return found;
        const ended = await Promise.race([once(output, 'line').then(() => false), exited.then(() => true)]);
        if (ended && !lines.some(wanted))
          throw new Error(`The process ended first:\n${[...lines, ...errors].join('\n')}`);
      }
    },
  };
}

describe('a service process', () => {
  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('stops in order on %s and exits with 0', async (signal) => {
    const service = childService();
    await service.logged('service ready');
    service.child.kill(signal);
    expect(await service.exited).toBe(0);
    const messages = service.lines.flatMap((line) => /"message":"([^"]*)"/.exec(line)?.[1] ?? []);
    expect(messages).toEqual([
      'configuring',
      'service ready',
      'service stopping',
      'probe step',
      'service stopped',
    ]);
  });

  it('answers the open request before it ends, and accepts no other', async () => {
    const service = childService();
    const url = /"url":"([^"]*)"/.exec(await service.logged('service ready'))?.[1] ?? '';
    const open = fetch(`${url}/things/held`);
    await service.logged('request held');
    service.child.kill('SIGTERM');
    await service.logged('service stopping');
    const response = await open;
    expect(response.status).toBe(200);
    expect(await service.exited).toBe(0);
    await expect(fetch(`${url}/health/live`)).rejects.toThrow('fetch failed');
  });

  it('exits with 3 when stopping takes longer than its deadline, and names the step', async () => {
    const service = childService({ MODE: 'stuck-while-stopping' });
    await service.logged('service ready');
    service.child.kill('SIGTERM');
    expect(await service.exited).toBe(3);
    expect(await service.logged('shutdown deadline passed')).toContain('"step":"probe"');
  });

  it('goes on stopping in order when SIGTERM follows SIGINT', async () => {
    const service = childService({ MODE: 'stuck-while-stopping' });
    await service.logged('service ready');
    service.child.kill('SIGINT');
    await service.logged('service stopping');
    service.child.kill('SIGTERM');
    expect(await service.exited).toBe(3);
  });

  it('takes a SIGINT that is delivered twice for one', async () => {
    const service = childService({ MODE: 'stuck-while-stopping' });
    await service.logged('service ready');
    service.child.kill('SIGINT');
    await service.logged('service stopping');
    service.child.kill('SIGINT');
    expect(await service.exited).toBe(3);
  });

  it('ends at once on a second Ctrl-C', async () => {
    const service = childService({ MODE: 'stuck-while-stopping', DEADLINE_MS: '60000' });
    await service.logged('service ready');
    const impatience = setInterval(() => service.child.kill('SIGINT'), 100);
    expect(await service.exited).toBe(130);
    clearInterval(impatience);
  });

  it('gives up a start that hangs when a signal comes', async () => {
    const service = childService({ MODE: 'stuck-while-starting' });
    await service.logged('configuring');
    service.child.kill('SIGTERM');
    expect(await service.exited).toBe(3);
    expect(service.lines.join('\n')).not.toContain('service ready');
  });

  it('exits with 2 on a bad environment, lists every variable and shows no value', async () => {
    const service = childService({ PORT: 'eighty', API_SECRET: 'hunter2' });
    expect(await service.exited).toBe(2);
    const text = [...service.lines, ...service.errors].join('\n');
    expect(text).toContain('PORT: ');
    expect(text).toContain('API_SECRET: ');
    expect(text).not.toContain('hunter2');
    expect(text).not.toContain('eighty');
  });

  it('exits with 1 where its port is taken', async () => {
    const first = childService();
    const port = /"url":"[^"]*:(\d+)"/.exec(await first.logged('service ready'))?.[1] ?? '';
    const second = childService({ PORT: port });
    expect(await second.exited).toBe(1);
    expect(await second.logged('service could not start')).toContain('EADDRINUSE');
  });
});
