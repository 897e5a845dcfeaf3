import { execFile } from 'node:child_process';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startDaemon } from '../process/daemon.ts';
import type { DaemonOwner, DaemonRecord } from '../process/process-record.ts';
import { waitUntilReady } from '../process/readiness.ts';
import { formatProperties, overlay, parseProperties } from '../settings/properties.ts';
import { infraFolder } from '../settings/repository.ts';
import type { PartLayout } from '../stack/stack-layout.ts';
import { javaArguments, javaEnvironment } from './java.ts';
import { clusterMetadata } from './kafka-metadata.ts';

const run = promisify(execFile);

/** One broker, alone or among others. */
export interface BrokerSetup {
  /** Of its cluster: 16 bytes in base64url. */
  readonly clusterId: string;
  readonly nodeId: number;
  /** Of 127.0.0.1, where the process itself answers, whatever address it tells its clients. */
  readonly port: number;
  /** Laid over infra/kafka/server.properties, listeners and voters among them. */
  readonly settings: Readonly<Record<string, string>>;
}

export interface BrokerOptions {
  readonly jars: string;
  /** As -Xmx takes it. */
  readonly heap: string;
  readonly owner: DaemonOwner;
  readonly signal?: AbortSignal;
}

/**
 * Starts a broker with the data of its folder, which is formatted at first, and returns once it is a member of its cluster that answers.
 * @throws SetupError PROCESS_EXITED, NOT_READY, DISK_FULL
 */
export async function startBroker(
  layout: PartLayout,
  setup: BrokerSetup,
  options: BrokerOptions,
): Promise<DaemonRecord> {
  const configuration = await writeConfiguration(layout, setup);
  await format(layout, setup, options.jars, configuration);
  const daemon = await startDaemon({
    command: 'java',
    args: javaArguments(options.jars, options.heap, ['kafka.Kafka', configuration]),
    environment: javaEnvironment(),
    workingFolder: layout.dataFolder,
    logFile: layout.logFile,
    pidFile: layout.pidFile,
    owner: options.owner,
  });
  await waitUntilReady({
    name: 'Kafka',
    daemon,
    logFile: layout.logFile,
    probe: async () => (await clusterMetadata(setup.port)).brokerIds.includes(setup.nodeId),
    // After a kill it checks the segments that were open.
    timeoutMs: 60_000,
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
  return daemon;
}

async function format(
  layout: PartLayout,
  { clusterId }: BrokerSetup,
  jars: string,
  configuration: string,
): Promise<void> {
  // The tool leaves a formatted folder alone too, but takes a second to find out.
  if ((await stat(join(layout.dataFolder, 'log/meta.properties')).catch(() => undefined)) !== undefined)
    return;
  const machine = ['-Xmx128m', '-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-cp', `${jars}/*`];
  const command = ['kafka.tools.StorageTool', 'format', '-t', clusterId, '-c', configuration];
  await run('java', [...machine, ...command, '--ignore-formatted'], { env: javaEnvironment() });
}

async function writeConfiguration(layout: PartLayout, { nodeId, settings }: BrokerSetup): Promise<string> {
  const given = parseProperties(await readFile(join(infraFolder, 'kafka/server.properties'), 'utf8'));
  const configuration = overlay(given, {
    'node.id': String(nodeId),
    'log.dirs': join(layout.dataFolder, 'log'),
    ...settings,
  });
  await mkdir(layout.dataFolder, { recursive: true });
  const file = join(layout.dataFolder, 'server.properties');
  await writeFile(file, formatProperties(configuration));
  return file;
}
