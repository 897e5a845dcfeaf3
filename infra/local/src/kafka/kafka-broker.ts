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
import type { StackState } from '../stack/stack-state.ts';
import { javaArguments, javaEnvironment } from './java.ts';
import { clusterMetadata } from './kafka-metadata.ts';

const run = promisify(execFile);

export interface BrokerOptions {
  readonly jars: string;
  readonly heap: string;
  readonly owner: DaemonOwner;
  readonly signal?: AbortSignal;
}

/** Starts a broker that is its own controller and returns once it answers; formats its folder at first. */
export async function startKafka(
  layout: PartLayout,
  state: StackState,
  options: BrokerOptions,
): Promise<DaemonRecord> {
  const configuration = await writeConfiguration(layout, state);
  await format(layout, state, options.jars, configuration);
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
    probe: async () => (await clusterMetadata(state.ports.kafka)).brokers > 0,
    // After a kill it checks the segments that were open.
    timeoutMs: 60_000,
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
  return daemon;
}

async function format(
  layout: PartLayout,
  state: StackState,
  jars: string,
  configuration: string,
): Promise<void> {
  // The tool leaves a formatted folder alone too, but takes a second to find out.
  if ((await stat(join(layout.dataFolder, 'log/meta.properties')).catch(() => undefined)) !== undefined)
    return;
  const machine = ['-Xmx128m', '-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-cp', `${jars}/*`];
  const command = ['kafka.tools.StorageTool', 'format', '-t', state.kafkaClusterId, '-c', configuration];
  await run('java', [...machine, ...command, '--ignore-formatted'], { env: javaEnvironment() });
}

async function writeConfiguration(layout: PartLayout, state: StackState): Promise<string> {
  const { kafka, kafkaController } = state.ports;
  const given = parseProperties(await readFile(join(infraFolder, 'kafka/server.properties'), 'utf8'));
  const configuration = overlay(given, {
    'controller.quorum.voters': `1@127.0.0.1:${kafkaController}`,
    listeners: `PLAINTEXT://127.0.0.1:${kafka},CONTROLLER://127.0.0.1:${kafkaController}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${kafka}`,
    'log.dirs': join(layout.dataFolder, 'log'),
  });
  await mkdir(layout.dataFolder, { recursive: true });
  const file = join(layout.dataFolder, 'server.properties');
  await writeFile(file, formatProperties(configuration));
  return file;
}

/** Whether the broker at the port belongs to the cluster that this stack recorded. */
export async function isOurKafka(state: StackState): Promise<boolean> {
  try {
    return (await clusterMetadata(state.ports.kafka)).clusterId === state.kafkaClusterId;
  } catch {
    // No Kafka: not ours.
    return false;
  }
}
