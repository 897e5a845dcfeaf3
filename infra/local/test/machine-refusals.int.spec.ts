import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { freePorts } from '../src/settings/free-ports.ts';
import { repositoryRoot } from '../src/settings/repository.ts';
import { portVariables } from '../src/settings/stack-settings.ts';

let data: string;
let environment: Record<string, string | undefined>;

beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'refused-'));
  const ports = await freePorts(Object.keys(portVariables).length);
  environment = {
    ...process.env,
    ...Object.fromEntries(Object.values(portVariables).map((name, index) => [name, String(ports[index])])),
    ORDERFLOW_DATA: data,
    NODE_OPTIONS: '',
  };
});

afterEach(async () => {
  await rm(data, { recursive: true });
});

interface Ended {
  readonly exitCode: number | null;
  readonly complaint: string;
}

/** A program of this package, to its end. */
const run = async (...args: readonly string[]): Promise<Ended> => {
  const child = execFile(process.execPath, ['--conditions=source', ...args], {
    cwd: join(repositoryRoot, 'infra/local'),
    env: environment,
  });
  let complaint = '';
  child.stderr?.on('data', (text: string) => (complaint += text));
  await once(child, 'close');
  return { exitCode: child.exitCode, complaint };
};

describe('a machine without Java', () => {
  it('is told what is missing and how to get it in one line, by exit code 2', async () => {
    environment['PATH'] = '';
    const { exitCode, complaint } = await run('src/bin/infra.ts', 'up');
    expect(complaint).toMatch(/^orderflow: There is no Java, [^\n]* Install Java 17 or newer [^\n]*\n$/);
    expect(exitCode).toBe(2);
  });
});

const fetchJars = `
  import { jarFolder } from './src/kafka/jars.ts';
  import { runCommand } from './src/terminal.ts';
  await runCommand(() => jarFolder(() => undefined, process.argv[1]));
`;

describe('a machine without Maven', () => {
  it('is told what is missing and how to get it, and no half a folder stays', async () => {
    environment['PATH'] = '';
    const { exitCode, complaint } = await run('--input-type=module', '--eval', fetchJars, data);
    expect(complaint).toMatch(/^orderflow: There is no Maven, [^\n]* apt-get install maven; [^\n]*\n$/);
    expect(exitCode).toBe(2);
    expect(await readdir(data)).toEqual([]);
  });
});

describe('a machine where something else listens at a service’s port', () => {
  it('is told which variable moves the service in one line, by exit code 2, and nothing is started', async () => {
    const port = Number(environment[portVariables.payments]);
    const stranger = createServer((socket) => socket.resume().end()).listen(port, '127.0.0.1');
    await once(stranger, 'listening');
    const { exitCode, complaint } = await run('src/bin/dev.ts');
    await once(stranger.close(), 'close');
    expect(complaint).toMatch(/^orderflow: [^\n]*ORDERFLOW_PAYMENTS_PORT[^\n]*\n$/);
    expect(exitCode).toBe(2);
  });
});
