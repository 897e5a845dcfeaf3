import { join } from 'node:path';
import { interruptSignal } from '../interrupts.ts';
import { developmentFolder, developmentSettings } from '../settings/stack-settings.ts';
import { checkDiskSpace } from '../stack/disk-space.ts';
import { stackLayout } from '../stack/stack-layout.ts';
import { lockStack } from '../stack/stack-lock.ts';
import { killStack, resetStack, stopStack } from '../stack/stack-shutdown.ts';
import { stackStatus, startStack } from '../stack/stack-supervisor.ts';
import { progressPrinter, runCommand } from '../terminal.ts';

const layout = stackLayout(join(developmentFolder(process.env), 'dev'));
const progress = progressPrinter();

async function up(): Promise<number> {
  await checkDiskSpace(layout.folder);
  await using _lock = await lockStack(layout.lockFile, 'infra');
  const signal = interruptSignal(() => killStack(layout, () => true));
  await startStack({ layout, settings: developmentSettings(process.env), owner: 'infra', progress, signal });
  return status();
}

async function down(): Promise<number> {
  await using _lock = await lockStack(layout.lockFile, 'infra');
  await stopStack(layout);
  progress('Connect, Kafka and Postgres are down, and what services there were; their data is kept');
  return 0;
}

async function status(): Promise<number> {
  const parts = await stackStatus(layout, developmentSettings(process.env));
  for (const { title, port, pid, state } of parts) {
    const by = pid === undefined ? '' : ` (process ${pid})`;
    process.stdout.write(`${title.padEnd(10)} 127.0.0.1:${port}  ${state}${by}\n`);
  }
  return parts.every(({ state }) => state === 'up') ? 0 : 1;
}

async function reset(): Promise<number> {
  await using _lock = await lockStack(layout.lockFile, 'infra');
  await resetStack(layout);
  progress('Databases, topics and connector offsets are gone');
  return 0;
}

const commands = new Map(Object.entries({ up, down, status, reset }));

await runCommand(async () => {
  const command = commands.get(process.argv[2] ?? '');
  if (command !== undefined) return command();
  process.stderr.write(`usage: infra ${[...commands.keys()].join(' | ')}\n`);
  return 2;
});
