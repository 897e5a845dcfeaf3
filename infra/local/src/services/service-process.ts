import { mkdir } from 'node:fs/promises';
import axios from 'axios';
import { startDaemon, stopDaemon } from '../process/daemon.ts';
import type { DaemonOwner, DaemonRecord } from '../process/process-record.ts';
import { isTaken } from '../process/port.ts';
import { waitUntilReady } from '../process/readiness.ts';
import { repositoryRoot } from '../settings/repository.ts';
import type { ServicePorts } from '../settings/stack-settings.ts';
import { SetupError } from '../setup-error.ts';
import type { StackLayout } from '../stack/stack-layout.ts';
import {
  type ServiceDefinition,
  serviceDefinitions,
  type ServiceEnvironment,
} from './service-definitions.ts';

/** Time in which a service drains, above its own deadline of 7 s; then it is killed. */
export const serviceStopWithinMs = 8_000;

export interface ServiceStart {
  readonly layout: StackLayout;
  readonly definition: ServiceDefinition;
  /** Name of its pid and log files; default: the definition's. */
  readonly instance?: string;
  readonly port: number;
  readonly environment: ServiceEnvironment;
  readonly owner: DaemonOwner;
  readonly signal?: AbortSignal;
}

/**
 * Starts a built service and returns once it serves its REST.
 * @throws SetupError PORT_TAKEN, PROCESS_EXITED, NOT_READY
 */
export async function startService(options: ServiceStart): Promise<DaemonRecord> {
  const { layout, definition, instance = definition.name, port, environment, owner, signal } = options;
  const { logFile, pidFile } = layout.service(instance);
  await refuseForeigner(definition, port);
  await mkdir(layout.folder, { recursive: true });
  const daemon = await startDaemon({
    command: process.execPath,
    args: ['--enable-source-maps', definition.main],
    environment: { PATH: process.env.PATH, HOME: process.env.HOME, ...environment },
    workingFolder: repositoryRoot,
    logFile,
    pidFile,
    owner,
  });
  await waitUntilReady({
    name: instance,
    daemon,
    logFile,
    probe: () => serves(`http://127.0.0.1:${port}${definition.readyPath}`),
    timeoutMs: 30_000,
    ...(signal === undefined ? {} : { signal }),
  });
  return daemon;
}

/**
 * Checks that the ports of all services are free, before anything is started.
 * @throws SetupError PORT_TAKEN
 */
export async function refuseForeigners(ports: ServicePorts): Promise<void> {
  for (const definition of serviceDefinitions) await refuseForeigner(definition, ports[definition.portName]);
}

async function refuseForeigner(definition: ServiceDefinition, port: number): Promise<void> {
  if (!(await isTaken(port))) return;
  throw new SetupError(
    'PORT_TAKEN',
    `Port ${port} for ${definition.name} is taken by another process`,
    `Stop it, or set ${definition.portVariable} to a free port.`,
  );
}

async function serves(url: string): Promise<boolean> {
  const { status } = await axios.get(url, { timeout: 2_000, proxy: false, validateStatus: () => true });
  return status < 500;
}

/** Ends a service if it runs: asks it to drain, and kills it when it takes too long. */
export async function stopService(layout: StackLayout, name: string): Promise<void> {
  await stopDaemon(layout.service(name).pidFile, 'SIGTERM', serviceStopWithinMs);
}
