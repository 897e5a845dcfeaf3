import { mkdir, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { Interrupted, interruptSignal } from '../interrupts.ts';
import type { DaemonOwner } from '../process/process-record.ts';
import { buildServices } from '../services/build.ts';
import {
  applyOrdersOutbox,
  prepareSystem,
  serviceContext,
  startServices,
  stopServices,
  type System,
} from '../services/system.ts';
import { refuseForeigners } from '../services/service-process.ts';
import {
  developmentFolder,
  developmentServicePorts,
  developmentSettings,
} from '../settings/stack-settings.ts';
import { checkDiskSpace } from '../stack/disk-space.ts';
import { stackLayout } from '../stack/stack-layout.ts';
import { lockStack } from '../stack/stack-lock.ts';
import { killStack, stopStack } from '../stack/stack-shutdown.ts';
import { startStack } from '../stack/stack-supervisor.ts';
import { progressPrinter } from '../terminal.ts';
import { together } from '../together.ts';
import { rebuildOnChange } from './rebuild.ts';
import { allScopes, signToken } from './signing-key.ts';
import { welcome } from './welcome.ts';

const tokenLifetimeSeconds = 365 * 86_400;

/**
 * Runs the whole system until Ctrl-C: infrastructure, migrations, topics, connector, services; then stops what it started, services
 * first, and keeps the data. Resolves with the exit code.
 * @param mode `dev` builds, and again on change; `start` takes what is built.
 */
export async function runSystem(mode: 'dev' | 'start'): Promise<number> {
  const environment = process.env;
  const settings = developmentSettings(environment);
  const servicePorts = developmentServicePorts(environment);
  const folder = developmentFolder(environment);
  const layout = stackLayout(join(folder, 'dev'));
  const progress = progressPrinter();
  await checkDiskSpace(layout.folder);
  await using _lock = await lockStack(layout.lockFile, mode);
  const signal = interruptSignal(() => killStack(layout, isOurs));
  // Left by a starter that was killed.
  await stopServices(layout);
  await refuseForeigners(servicePorts);
  try {
    if (mode === 'dev') progress('Building the services');
    const [state] = await together(signal, [
      (either) => startStack({ layout, settings, owner: mode, progress, signal: either }),
      (either) => (mode === 'dev' ? buildServices(either) : Promise.resolve()),
    ]);
    const context = await serviceContext(layout, state, servicePorts, {
      logLevel: environment.LOG_LEVEL ?? 'info',
    });
    const system: System = { layout, context, owner: mode, progress, signal };
    await prepareSystem(system);
    await together(signal, [
      (either) => applyOrdersOutbox({ ...system, signal: either }),
      (either) => startServices({ ...system, signal: either }),
    ]);
    const tokenFile = join(folder, 'dev-token');
    const claims = { subject: 'dev', scopes: allScopes, expiresInSeconds: tokenLifetimeSeconds };
    await mkdir(folder, { recursive: true });
    await writeFile(tokenFile, await signToken(context.key, claims), { mode: 0o600 });
    const shown = welcome({ ...settings.ports, ...servicePorts }, relative(process.cwd(), tokenFile));
    process.stdout.write(`${shown}\n`);
    await (mode === 'dev' ? rebuildOnChange(system, signal) : untilAborted(signal));
    return 0;
  } catch (error) {
    // What failed because of the interrupt is no failure.
    if (signal.aborted && signal.reason instanceof Interrupted) return 0;
    throw error;
  } finally {
    progress('Stopping services, Connect, Kafka and Postgres');
    await stopStack(layout, isOurs);
    progress('Stopped; data is kept');
  }
}

/** `pnpm infra:up` started it for longer than one run. */
function isOurs(owner: DaemonOwner): boolean {
  return owner !== 'infra';
}

async function untilAborted(signal: AbortSignal): Promise<void> {
  const aborted = Promise.withResolvers<void>();
  // Pending promises keep no process alive.
  const alive = setInterval(() => aborted.promise, 3_600_000);
  signal.addEventListener('abort', () => aborted.resolve());
  if (!signal.aborted) await aborted.promise;
  clearInterval(alive);
}
