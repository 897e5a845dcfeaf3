import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it, jest } from '@jest/globals';
import { repositoryRoot } from '@orderflow/infra-local';
import { stack } from '@orderflow/test-harness';
import { orderflow } from './cli-under-test.ts';

jest.setTimeout(30_000);

const main = join(repositoryRoot, 'apps/cli/src/main.ts');

describe('the command as a process', () => {
  it('answers in JSON on stdout and nothing else', async () => {
    const { stdout, stderr } = await promisify(execFile)(
      process.execPath,
      ['--conditions=source', main, 'topics', 'list', '--json'],
      { env: { ...process.env, KAFKA_BROKERS: stack().kafka.brokers.join(','), NODE_OPTIONS: '' } },
    );
    expect(JSON.parse(stdout)).toMatchObject({
      topics: expect.arrayContaining([expect.objectContaining({ name: 'orders.events' })]),
    });
    expect(stderr).toBe('');
  });

  it('tells that no broker answers by exit code 4, in one line', async () => {
    // A port that nothing may listen at without root.
    const { code, out, err } = await orderflow(['topics', 'list'], { brokers: ['127.0.0.1:1'] });
    expect([code, out]).toEqual([4, '']);
    expect(err).toMatch(/^orderflow: .*127\.0\.0\.1:1\n$/);
  });
});
