import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { environmentText, writeEnvironmentFile } from './environment-file.ts';

describe("a service's environment file", () => {
  const environment = {
    DATABASE_URL: 'postgres://app:a%23b@127.0.0.1:5432/payments',
    EMPTY: '',
    PATHS: '/a folder/# one:$HOME',
    LITERAL: 'no\\nbreak',
    QUOTES: `it's`,
  };

  it('is read by Node as it was written, and by nobody else', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'environment-'));
    await writeEnvironmentFile({ folder }, 'payments', environment);
    const file = join(folder, 'payments.env');
    expect({ ...parseEnv(await readFile(file, 'utf8')) }).toEqual(environment);
    expect((await stat(file)).mode & 0o077).toBe(0);
    await rm(folder, { recursive: true });
  });

  it('is refused where a value can’t be written', () => {
    expect(() => environmentText({ ALL: `'"\`` })).toThrow(RangeError);
  });
});
