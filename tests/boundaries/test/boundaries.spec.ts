import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const root = join(import.meta.dirname, '../../..');

interface Planted {
  readonly file: string;
  readonly text: string;
  readonly message?: string;
}

/** One forbidden line a rule, at a place the rule governs, and the message that must name it. */
const violations: readonly Planted[] = [
  { file: 'packages/money/src/kernel.ts', text: "import 'zod';", message: 'A kernel has no dependency' },
  {
    file: 'packages/event-sourcing/src/clock.ts',
    text: 'export const now = new Date();',
    message: 'are pure',
  },
  {
    file: 'packages/contracts/src/contract.ts',
    text: "import '@orderflow/money';",
    message: 'contracts imports only zod',
  },
  {
    file: 'packages/contracts/src/random.ts',
    text: 'export const dice = Math.random();',
    message: 'Randomness comes in as data',
  },
  {
    file: 'apps/orders/src/domain/order/pure.ts',
    text: "import '@nestjs/common';",
    message: 'A domain is pure',
  },
  {
    file: 'apps/orders/src/domain/order/adapter.ts',
    text: "import '@orderflow/event-store-postgres';",
    message: 'A domain is pure',
  },
  {
    file: 'apps/orders/src/domain/order/up.ts',
    text: "import '../../orders.config.ts';",
    message: 'A domain does not know',
  },
  {
    file: 'apps/payments/src/planted.replay.ts',
    text: "import './provider/http.payment-provider.ts';",
    message: 'A replay reaches no provider',
  },
  {
    file: 'apps/orders/src/features/a/a.ts',
    text: "import '../b/b.ts';",
    message: 'A feature never imports a sibling',
  },
  {
    file: 'apps/orders/src/features/a/c.ts',
    text: "import '../../features/b/b.ts';",
    message: 'A feature never imports a sibling',
  },
  {
    file: 'apps/orders/src/features/a/b.entity.ts',
    text: "import '../b/b.ts';",
    message: 'A feature never imports a sibling',
  },
  {
    file: 'apps/payments/src/consumer.ts',
    text: "import 'kafkajs';",
    message: 'Only packages/kafka imports kafkajs',
  },
  {
    file: 'packages/connect/src/deep.ts',
    text: "import 'kafkajs/src/cluster/index.js';",
    message: 'Only packages/kafka imports kafkajs',
  },
  {
    file: 'packages/event-store-postgres/src/pool.ts',
    text: "import 'pg';",
    message: 'Only packages/postgres-messaging imports pg',
  },
  { file: 'apps/orders/src/features/a/query.ts', text: "import 'typeorm';", message: 'TypeORM belongs to' },
  { file: 'packages/kafka/src/core/module.ts', text: "import '@nestjs/common';", message: 'free of Nest' },
  {
    file: 'apps/orders/src/features/a/clock.ts',
    text: 'export const now = Date.now();',
    message: 'Clock and ids are read in the composition root',
  },
  {
    file: 'packages/connect/src/kit.ts',
    text: "import '@orderflow/service-kit/kafka';",
    message: 'service-kit stands above',
  },
  {
    file: 'packages/postgres-messaging/src/kit.ts',
    text: "import '@orderflow/service-kit';",
    message: 'service-kit stands above',
  },
  {
    file: 'packages/service-kit/src/app.ts',
    text: "import '@orderflow/orders';",
    message: 'No package and no app imports an app',
  },
  {
    file: 'apps/payments/src/app.ts',
    text: "import '@orderflow/orders';",
    message: 'No package and no app imports an app',
  },
  { file: 'apps/cli/src/main.ts', text: "import '@nestjs/core';", message: 'free of Nest' },
  {
    file: 'apps/cli/src/commands/topics/kit.ts',
    text: "import '@orderflow/service-kit';",
    message: 'service-kit stands above',
  },
  {
    file: 'apps/cli/src/commands/topics/groups.ts',
    text: "import '../groups/list.command.ts';",
    message: 'A noun of the command line never imports a sibling',
  },
  {
    file: 'packages/kafka/src/nest/far.ts',
    text: "import '../../../../packages/money/src/index.ts';",
    message: 'imported by its name',
  },
  {
    file: 'apps/orders/src/features/a/env.ts',
    text: 'export const port = process.env.PORT;',
    message: 'process.env',
  },
];

/** Lines that look alike and are allowed: the gate must not cry wolf. */
const allowed: readonly Planted[] = [
  {
    file: 'apps/orders/src/domain/order/fine.ts',
    text: "import '@orderflow/event-sourcing';\nimport '@orderflow/contracts';\n",
  },
  {
    file: 'apps/orders/src/features/a/fine.ts',
    text: "import '../../domain/order/fine.ts';\nimport './a.ts';\n",
  },
  {
    file: 'apps/cli/src/commands/topics/fine.ts',
    text: "import '../../output/table.ts';\nimport './list.command.ts';\nimport 'commander';\n",
  },
  { file: 'packages/kafka/src/kafkajs/fine.ts', text: "import 'kafkajs';\n" },
  { file: 'packages/postgres-messaging/src/fine.ts', text: "import 'pg';\nimport 'typeorm';\n" },
];

describe('the gate on imports', () => {
  let planted: string;
  let reported: Map<string, string>;

  beforeAll(async () => {
    planted = await mkdtemp(join(tmpdir(), 'orderflow-planted-'));
    await symlink(join(root, 'node_modules'), join(planted, 'node_modules'));
    await copyFile(join(root, 'oxlint.config.ts'), join(planted, 'oxlint.config.ts'));
    for (const { file, text } of [...violations, ...allowed]) {
      await mkdir(dirname(join(planted, file)), { recursive: true });
      await writeFile(join(planted, file), `${text}\n`);
    }
    reported = await lint(planted);
  }, 30_000);

  afterAll(() => rm(planted, { recursive: true, force: true }));

  it.each(violations)('reports $file: $text', ({ file, message }) => {
    expect(reported.get(file)).toContain(message);
  });

  it.each(allowed)('lets $file pass', ({ file }) => {
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
