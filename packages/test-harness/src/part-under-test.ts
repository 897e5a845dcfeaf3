import {
  ended,
  heapSettings,
  jarFolder,
  runningDaemon,
  signalDaemon,
  type StackLayout,
  type StackPart,
  type StackState,
  stopDaemon,
} from '@orderflow/infra-local';

/** A part of the infrastructure as a thing to break and to mend. */
export interface PartUnderTest {
  /** Ends it at once, as a power cut would; resolves when it has ended. */
  kill(): Promise<void>;
  /** Ends it in its own way. */
  stop(): Promise<void>;
  /** Starts it with its data and resolves when it serves. */
  start(): Promise<void>;
  /** Freezes it (SIGSTOP): connections stay open and nothing answers. */
  freeze(): Promise<void>;
  thaw(): Promise<void>;
}

export function partUnderTest(layout: StackLayout, state: StackState, part: StackPart): PartUnderTest {
  const partLayout = layout.part(part.name);
  const signal = async (name: NodeJS.Signals): Promise<void> => {
    const record = await runningDaemon(partLayout.pidFile);
    if (record === undefined) throw new Error(`${part.title} does not run`);
    await signalDaemon(record, name);
    if (name === 'SIGKILL' && !(await ended(record, 5_000))) throw new Error(`${part.title} survived`);
  };
  return {
    kill: () => signal('SIGKILL'),
    freeze: () => signal('SIGSTOP'),
    thaw: () => signal('SIGCONT'),
    stop: async () => {
      await stopDaemon(partLayout.pidFile, part.stopSignal, 15_000);
    },
    start: async () => {
      const jars = await jarFolder(() => process.stderr.write('fetching jars\n'));
      await part.start({ layout: partLayout, state, jars, heaps: heapSettings(process.env), owner: 'test' });
    },
  };
}
