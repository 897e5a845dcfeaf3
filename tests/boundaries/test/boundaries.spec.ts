import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const root = join(import.meta.dirname, '../../..');

/** One forbidden line a rule, at a place the rule governs, and the message that must name it. */
const violations = [
  ['packages/money/src/kernel.ts', "import 'zod';", 'A kernel has no dependency'],
  ['packages/event-sourcing/src/clock.ts', 'export const now = new Date();', 'are pure'],
  ['packages/contracts/src/contract.ts', "import '@orderflow/money';", 'contracts imports only zod'],
  ['packages/contracts/src/random.ts', 'export const dice = Math.random();', 'Randomness comes in as data'],
  ['apps/orders/src/domain/order/pure.ts', "import '@nestjs/common';", 'A domain is pure'],
  [
    'apps/orders/src/domain/order/adapter.ts',
    "import '@orderflow/event-store-postgres';",
    'A domain is pure',
  ],
  ['apps/orders/src/domain/order/up.ts', "import '../../orders.config.ts';", 'A domain does not know'],
  ['apps/orders/src/features/a/a.ts', "import '../b/b.ts';", 'A feature never imports a sibling'],
  ['apps/orders/src/features/a/c.ts', "import '../../features/b/b.ts';", 'A feature never imports a sibling'],
  ['apps/orders/src/features/a/b.entity.ts', "import '../b/b.ts';", 'A feature never imports a sibling'],
  ['apps/payments/src/consumer.ts', "import 'kafkajs';", 'Only packages/kafka imports kafkajs'],
  [
    'packages/connect/src/deep.ts',
    "import 'kafkajs/src/cluster/index.js';",
    'Only packages/kafka imports kafkajs',
  ],
  [
    'packages/event-store-postgres/src/pool.ts',
    "import 'pg';",
    'Only packages/postgres-messaging imports pg',
  ],
  ['apps/orders/src/features/a/query.ts', "import 'typeorm';", 'TypeORM belongs to'],
  ['packages/kafka/src/core/module.ts', "import '@nestjs/common';", 'free of Nest'],
  ['packages/postgres-messaging/src/kit.ts', "import '@orderflow/service-kit';", 'service-kit stands above'],
  ['packages/service-kit/src/app.ts', "import '@orderflow/orders';", 'No package and no app imports an app'],
  ['apps/payments/src/app.ts', "import '@orderflow/orders';", 'No package and no app imports an app'],
  [
    'packages/kafka/src/nest/far.ts',
    "import '../../../../packages/money/src/index.ts';",
    'imported by its name',
  ],
  ['apps/orders/src/features/a/env.ts', 'export const port = process.env.PORT;', 'process.env'],
] as const;

/** Lines that look alike and are allowed: the gate must not cry wolf. */
const allowed = [
  [
    'apps/orders/src/domain/order/fine.ts',
    "import '@orderflow/event-sourcing';\nimport '@orderflow/contracts';\n",
  ],
  ['apps/orders/src/features/a/fine.ts', "import '../../domain/order/fine.ts';\nimport './a.ts';\n"],
  ['packages/kafka/src/kafkajs/fine.ts', "import 'kafkajs';\n"],
  ['packages/postgres-messaging/src/fine.ts', "import 'pg';\nimport 'typeorm';\n"],
] as const;

describe('the gate on imports', () => {
  let planted: string;
  let reported: Map<string, string>;

  beforeAll(async () => {
    planted = await mkdtemp(join(tmpdir(), 'orderflow-planted-'));
    await symlink(join(root, 'node_modules'), join(planted, 'node_modules'));
    await copyFile(join(root, 'oxlint.config.ts'), join(planted, 'oxlint.config.ts'));
    for (const [file, text] of [...violations, ...allowed]) {
      await mkdir(dirname(join(planted, file)), { recursive: true });
      await writeFile(join(planted, file), `${text}\n`);
    }
    reported = await lint(planted);
  }, 30_000);

  afterAll(() => rm(planted, { recursive: true, force: true }));

  it.each(violations)('reports %s: %s', (file, _text, message) => {
    expect(reported.get(file)).toContain(message);
  });

  it.each(allowed)('lets %s pass', (file) => {
    expect(reported.get(file)).toBeUndefined();
  });
});

/** What the linter says of each file, by path. */
function lint(directory: string): Promise<Map<string, string>> {
  const binary = join(root, 'node_modules/.bin/oxlint');
  return new Promise((resolve, reject) => {
    execFile(
      binary,
      ['-c', 'oxlint.config.ts', '--format=json', '.'],
      { cwd: directory },
      (_exit, stdout, stderr) => {
        if (!stdout.startsWith('{')) {
          reject(new Error(`oxlint printed no report: ${stdout}${stderr}`));
          return;
        }
        const { diagnostics } = JSON.parse(stdout) as {
          diagnostics: { filename: string; message: string; help?: string }[];
        };
        const byFile = new Map<string, string>();
        for (const { filename, message, help } of diagnostics) {
          byFile.set(filename, `${byFile.get(filename) ?? ''}${message} ${help ?? ''}\n`);
        }
        resolve(byFile);
      },
    );
  });
}
