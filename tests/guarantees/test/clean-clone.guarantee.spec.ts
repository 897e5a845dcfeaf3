import { execFile } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { repositoryRoot } from '@orderflow/infra-local';
import { eventually } from '@orderflow/test-harness';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { devCommand } from '../src/dev-command.ts';
import { openShop } from '../src/shop.ts';

const run = promisify(execFile);
const pnpm = ['npx', '-y', 'pnpm@10.34.8'] as const;

/** What a newcomer has: no pnpm, none of our programs on the path, and nothing of what pnpm tells the commands it runs. */
const environment = {
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(npm|pnpm)_/i.test(name))),
  PATH: (process.env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => !folder.includes('node_modules') && !folder.includes('pnpm'))
    .join(delimiter),
  NODE_OPTIONS: '',
  ORDERFLOW_STACK: '',
};

describe('a clean clone in a fresh folder, with no pnpm', () => {
  let clone: string;

  beforeAll(async () => {
    clone = await mkdtemp(join(tmpdir(), 'orderflow-clone-'));
    await chmod(clone, 0o755);
    await run('git', ['clone', '--quiet', repositoryRoot, clone]);
  }, 60_000);

  afterAll(() => rm(clone, { recursive: true, force: true }));

  it('starts with the first command, and its first order is confirmed', async () => {
    const begun = performance.now();
    const dev = await devCommand({ clone, command: [...pnpm, 'dev'], environment });
    try {
      await dev.start();
      const shop = await openShop(dev);
      const { id } = await shop.place('pm_card_ok');
      await eventually(
        async () => expect((await shop.get(`/orders/${id}`)).body).toMatchObject({ status: 'confirmed' }),
        { timeoutMs: 60_000 },
      );
      process.stdout.write(`first order confirmed after ${seconds(begun)} s\n`);
    } finally {
      await dev[Symbol.asyncDispose]();
    }
  }, 600_000);

  it('passes the second command', async () => {
    const begun = performance.now();
    const [program, ...args] = pnpm;
    const { stdout } = await run(program, [...args, 'test'], {
      cwd: clone,
      env: environment,
      maxBuffer: 64 * 1024 * 1024,
    });
    process.stdout.write(`all tests after ${seconds(begun)} s\n`);
    expect(stdout.trimEnd().split('\n').at(-1)).toMatch(/^[1-9]\d* passed, 0 failed$/);
  }, 1_800_000);
});

function seconds(begun: number): string {
  return ((performance.now() - begun) / 1_000).toFixed(0);
}
