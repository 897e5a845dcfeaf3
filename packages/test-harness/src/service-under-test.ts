import { readFile } from 'node:fs/promises';
import {
  type DaemonRecord,
  ended,
  runningDaemon,
  type ServiceContext,
  type ServiceDefinition,
  signalDaemon,
  type StackLayout,
  startService,
  stopService,
} from '@orderflow/infra-local';

/** A built service as a process of its own, to talk to, to break and to mend. */
export interface ServiceUnderTest {
  /** Of its REST; the same after a restart. */
  readonly url: string;
  /** What its process is given; its other programs take the same. */
  readonly environment: Readonly<Record<string, string>>;
  /** Starts it and resolves when it serves. */
  start(): Promise<void>;
  /** Ends it in order; resolves when it has ended. */
  stop(): Promise<void>;
  /** Sends a signal, by default SIGKILL, and waits for the end where the signal brings it. */
  kill(signal?: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): Promise<void>;
  /** Ends it in order if it runs, and starts it again. */
  restart(): Promise<void>;
  isRunning(): Promise<boolean>;
  /** Resident memory in bytes; of Linux alone. */
  residentBytes(): Promise<number>;
  /** What it has logged since the installation was made. */
  log(): Promise<string>;
}

export interface ServiceUnderTestOptions {
  readonly layout: StackLayout;
  readonly definition: ServiceDefinition;
  readonly context: ServiceContext;
  /** Name of the process and its INSTANCE_ID. */
  readonly instance: string;
  /** Laid over the service's own environment. */
  readonly environment: Readonly<Record<string, string>>;
}

export function serviceUnderTest(options: ServiceUnderTestOptions): ServiceUnderTest {
  const { layout, definition, context, instance } = options;
  const port = context.ports[definition.portName];
  const { pidFile, logFile } = layout.service(instance);
  const environment = {
    ...definition.environment(context),
    INSTANCE_ID: instance,
    ...options.environment,
  };
  const running = async (): Promise<DaemonRecord> => {
    const record = await runningDaemon(pidFile);
    if (record === undefined) throw new Error(`${instance} does not run`);
    return record;
  };
  const start = async (): Promise<void> => {
    await startService({
      layout,
      definition,
      instance,
      port,
      environment,
      owner: 'test',
    });
  };
  const stop = (): Promise<void> => stopService(layout, instance);
  return {
    url: `http://127.0.0.1:${port}`,
    environment,
    start,
    stop,
    kill: async (signal = 'SIGKILL') => {
      const record = await running();
      await signalDaemon(record, signal);
      if (signal === 'SIGKILL' && !(await ended(record, 5_000))) throw new Error(`${instance} survived`);
    },
    restart: async () => {
      await stop();
      await start();
    },
    isRunning: async () => (await runningDaemon(pidFile)) !== undefined,
    residentBytes: async () => {
      const status = await readFile(`/proc/${(await running()).pid}/status`, 'utf8');
      return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) * 1024;
    },
    log: () => readFile(logFile, 'utf8'),
  };
}
