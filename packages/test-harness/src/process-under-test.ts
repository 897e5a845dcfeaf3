import {
  type DaemonRecord,
  ended,
  type PartLayout,
  runningDaemon,
  signalDaemon,
  stopDaemon,
} from '@orderflow/infra-local';

/** A server process as a thing to break and to mend. */
export interface ProcessUnderTest {
  /** Ends it at once, as a power cut would; resolves when it has ended. */
  kill(): Promise<void>;
  /** Ends it in its own way. */
  stop(): Promise<void>;
  /** Starts it with its data and resolves when it serves. */
  start(): Promise<void>;
  /** Freezes it (SIGSTOP): connections stay open and nothing answers. */
  freeze(): Promise<void>;
  thaw(): Promise<void>;
  isRunning(): Promise<boolean>;
}

export interface ProcessUnderTestOptions {
  /** For messages. */
  readonly title: string;
  readonly layout: PartLayout;
  readonly stopSignal: NodeJS.Signals;
  readonly start: () => Promise<unknown>;
}

const stopWithinMs = 15_000;

export function processUnderTest(options: ProcessUnderTestOptions): ProcessUnderTest {
  const { title, layout, stopSignal, start } = options;
  const { pidFile } = layout;
  const running = async (): Promise<DaemonRecord> => {
    const record = await runningDaemon(pidFile);
    if (record === undefined) throw new Error(`${title} does not run`);
    return record;
  };
  const signal = async (name: NodeJS.Signals): Promise<void> => {
    const record = await running();
    await signalDaemon(record, name);
    if (name === 'SIGKILL' && !(await ended(record, 5_000))) throw new Error(`${title} survived`);
  };
  return {
    kill: () => signal('SIGKILL'),
    freeze: () => signal('SIGSTOP'),
    thaw: () => signal('SIGCONT'),
    stop: async () => {
      await stopDaemon(pidFile, stopSignal, stopWithinMs);
    },
    start: async () => {
      await start();
    },
    isRunning: async () => (await runningDaemon(pidFile)) !== undefined,
  };
}
