import { join } from 'node:path';
import { mkdir } from 'node:fs/promises';
import axios from 'axios';
import { javaArguments, javaEnvironment } from '../kafka/java.ts';
import { startDaemon } from '../process/daemon.ts';
import type { DaemonOwner, DaemonRecord } from '../process/process-record.ts';
import { waitUntilReady } from '../process/readiness.ts';
import { infraFolder } from '../settings/repository.ts';
import type { PartLayout } from '../stack/stack-layout.ts';
import type { StackState } from '../stack/stack-state.ts';

export interface WorkerOptions {
  readonly jars: string;
  readonly heap: string;
  readonly owner: DaemonOwner;
  readonly signal?: AbortSignal;
}

export function connectUrl(state: StackState): string {
  return `http://127.0.0.1:${state.ports.connect}`;
}

/** What infra/connect's files take from the environment; compose.yaml sets the same names. */
export function connectEnvironment(state: StackState): Record<string, string> {
  return {
    ORDERFLOW_KAFKA_BROKERS: `127.0.0.1:${state.ports.kafka}`,
    ORDERFLOW_CONNECT_LISTENER: connectUrl(state),
    ORDERFLOW_CONNECT_HOST: '127.0.0.1',
    ORDERFLOW_CDC_POSTGRES_HOST: '127.0.0.1',
    ORDERFLOW_CDC_POSTGRES_PORT: String(state.ports.postgres),
    ORDERFLOW_ORDERS_CDC_PASSWORD: state.passwords.orders_cdc,
  };
}

/** Starts a distributed Connect worker and returns once it has joined its group and answers. */
export async function startConnect(
  layout: PartLayout,
  state: StackState,
  options: WorkerOptions,
): Promise<DaemonRecord> {
  await mkdir(layout.dataFolder, { recursive: true });
  const daemon = await startDaemon({
    command: 'java',
    args: javaArguments(options.jars, options.heap, [
      'org.apache.kafka.connect.cli.ConnectDistributed',
      join(infraFolder, 'connect/connect-distributed.properties'),
    ]),
    environment: { ...javaEnvironment(), ...connectEnvironment(state) },
    workingFolder: layout.dataFolder,
    logFile: layout.logFile,
    pidFile: layout.pidFile,
    owner: options.owner,
  });
  await waitUntilReady({
    name: 'Connect',
    daemon,
    logFile: layout.logFile,
    probe: async () => {
      // The root answers before the worker has joined; this asks the herder.
      const { status } = await axios.get(`${connectUrl(state)}/connectors`, { timeout: 2_000, proxy: false });
      return status === 200;
    },
    timeoutMs: 90_000,
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
  return daemon;
}

/** Whether the worker at the port runs on the Kafka cluster that this stack recorded. */
export async function isOurConnect(state: StackState): Promise<boolean> {
  try {
    const { data } = await axios.get<unknown>(`${connectUrl(state)}/`, { timeout: 3_000, proxy: false });
    return (
      typeof data === 'object' &&
      data !== null &&
      'kafka_cluster_id' in data &&
      data.kafka_cluster_id === state.kafkaClusterId
    );
  } catch {
    // Nobody, or nobody who speaks HTTP: not ours.
    return false;
  }
}
