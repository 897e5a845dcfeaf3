import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { goOn, type WorkerAssignment, type WorkerReport } from './worker-protocol.ts';

const program = join(import.meta.dirname, 'worker.program.ts');
const stopWithinMs = 15_000;
const keptLines = 60;

/** A running worker; disposed of, it is killed. */
export interface Worker extends AsyncDisposable {
  readonly instanceId: string;
  readonly isRunning: boolean;
  /** Whether it ended of its own accord: what no fault around it may bring about. */
  readonly crashed: boolean;
  /** Resolves when it waits at the point it was given; rejects when it ends before. */
  readonly halted: Promise<void>;
  /** What waits goes on. */
  release(): void;
  /** Resolves with the partitions when it is next assigned some, or none. */
  nextAssignment(): Promise<readonly number[]>;
  kill(): Promise<void>;
  freeze(): void;
  thaw(): void;
  /** SIGTERM; resolves when it has left the group and ended. */
  stop(): Promise<void>;
  /** How often each event of the transport was told. */
  readonly events: ReadonlyMap<string, number>;
  /** The last lines it logged. */
  readonly log: readonly string[];
}

export const startWorker = (assignment: WorkerAssignment): Worker => {
  const { instanceId } = assignment;
  const child = spawn(process.execPath, ['--conditions=source', program, JSON.stringify(assignment)], {
    env: { PATH: process.env.PATH },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const events = new Map<string, number>();
  const log: string[] = [];
  const halted = Promise.withResolvers<void>();
  const ended = once(child, 'exit').then(([code, signal]) => {
    halted.reject(
      new Error(`${instanceId} ended (${code ?? signal}) before it came to its point:\n${log.join('\n')}`),
    );
  });
  halted.promise.catch(() => undefined);
  let assigned = Promise.withResolvers<readonly number[]>();

  const hear = (told: WorkerReport): void => {
    if (told.type === 'halted') {
      halted.resolve();
      return;
    }
    events.set(told.event, (events.get(told.event) ?? 0) + 1);
    if (!told.partitions) return;
    assigned.resolve(told.partitions);
    assigned = Promise.withResolvers();
  };
  createInterface({ input: child.stdout }).on('line', (line) => hear(JSON.parse(line)));
  createInterface({ input: child.stderr }).on('line', (line) => {
    log.push(line);
    if (log.length > keptLines) log.shift();
  });
  // A line to a worker that was killed is lost with it.
  child.stdin.on('error', (error) => log.push(error.message));

  const isRunning = (): boolean => child.exitCode === null && child.signalCode === null;
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL');
    await ended;
  };

  return {
    instanceId,
    get isRunning() {
      return isRunning();
    },
    get crashed() {
      return child.exitCode !== null && child.exitCode !== 0;
    },
    halted: halted.promise,
    release: () => void child.stdin.write(`${goOn}\n`),
    nextAssignment: () => assigned.promise,
    kill,
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
    stop: async () => {
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), stopWithinMs);
      await ended;
      clearTimeout(timer);
      if (child.signalCode === 'SIGKILL') throw new Error(`${instanceId} did not stop:\n${log.join('\n')}`);
    },
    events,
    log,
    [Symbol.asyncDispose]: kill,
  };
};
