import { setTimeout as delay } from 'node:timers/promises';
import type { InternalCluster } from '../../kafkajs/index.ts';
import { CommittedOffsetOutOfRangeError, OwnershipLostError, RecordRefusedError } from '../errors.ts';
import { fullJitter } from '../full-jitter.ts';
import type { LogReader } from '../log-reader.ts';
import type { ResolvedOptions } from '../resolved-options.ts';
import { acquireTask, mustStandStill } from './acquire-task.ts';
import type { Membership } from './membership.ts';
import { recordId } from './prefix.ts';
import { startTask } from './task.ts';
import type { Task } from './task.ts';
import type { TransactionalWriter } from './transactional-writer.ts';

/** acquiring → running → acquiring (after a loss); stopped is final until the next assignment. */
export type TaskState = 'acquiring' | 'running' | 'stopped';

interface Entry {
  /** Of the takeover under way, or of the task that runs. */
  ownership: AbortController;
  /** Records whose outputs can't be produced, by `recordId`, with the reason. */
  readonly refused: Map<string, unknown>;
  state: TaskState;
  task: Task | undefined;
  writer: TransactionalWriter | undefined;
  error: unknown;
}

/** One generation's tasks of a member, from the join to the next join, a crash or a stop. */
export interface Assignment {
  readonly partitions: readonly number[];
  /** The task, once it is acquired and as long as it runs. */
  running(partition: number): Task | undefined;
  stateOf(partition: number): { readonly state: TaskState; readonly task?: Task; readonly error: unknown };
  /** Stops one task for good, its offsets untouched. */
  halt(partition: number, error: unknown): void;
  /**
   * The next fetch is outside the log. By `onOffsetOutOfRange` the task stops for good, its offsets untouched, or it commits
   * what runs and is taken over anew, which begins with the committed offset.
   */
  offsetOutOfRange(topic: string, partition: number): void;
  /** Lets running handlers return and commits what is finished. */
  drain(): Promise<void>;
  /** Ends everything at once; idempotent. Resolves when the producers are closed. */
  abandon(): Promise<void>;
  /** After `abandon`: resolves once none of its handlers and takeovers runs any more. */
  settled(): Promise<void>;
}

interface AssignmentOptions<State> {
  /** Handlers of the assignment before: no task is taken over while they run, so no record is handled twice at once. */
  readonly predecessor: Promise<void>;
  readonly partitions: readonly number[];
  readonly membership: Membership;
  readonly cluster: InternalCluster;
  readonly reader: LogReader;
  readonly settings: ResolvedOptions<State>;
  /** Positions are settled: seek and resume. */
  readonly onReady: (partition: number, task: Task) => void;
  /** The task lost its footing: no record may be delivered. */
  readonly onPaused: (partition: number) => void;
  /** Room may have become free. */
  readonly onRoom: (partition: number, task: Task) => void;
}

const reacquireBackoff = { minMs: 100, maxMs: 5_000 };

export const startAssignment = <State>(options: AssignmentOptions<State>): Assignment => {
  const { partitions, membership, cluster, reader, settings } = options;
  const { logger, onEvent } = settings;
  const controller = new AbortController();
  const { signal } = controller;
  const entries = new Map<number, Entry>();
  /** Tasks with a handler or a commit that may still run. */
  const unsettled = new Set<Task>();
  const takeovers = new Set<Promise<void>>();
  const leavingTheLog = new WeakSet<Task>();

  const track = async (takeover: Promise<void>): Promise<void> => {
    takeovers.add(takeover);
    await takeover;
    takeovers.delete(takeover);
  };

  const closeWriter = async (entry: Entry): Promise<void> => {
    const { writer } = entry;
    entry.writer = undefined;
    await writer?.close();
  };

  const halt = (partition: number, error: unknown): void => {
    const entry = entries.get(partition);
    if (!entry || entry.state === 'stopped') return;
    entry.task?.abandon(error);
    entry.ownership.abort(error);
    Object.assign(entry, { state: 'stopped', task: undefined, error });
    options.onPaused(partition);
    void closeWriter(entry);
    logger.error('task stopped', { group: settings.group, partition, error });
  };

  const isOver = ({ state }: Entry): boolean => signal.aborted || state === 'stopped';

  const attempt = async (partition: number, entry: Entry): Promise<void> => {
    const ownership = new AbortController();
    entry.ownership = ownership;
    const owned = AbortSignal.any([signal, ownership.signal]);
    const acquired = await acquireTask({ partition, membership, cluster, reader, settings, signal: owned });
    entry.writer = acquired.writer;
    if (owned.aborted) return closeWriter(entry);
    const task = startTask({
      ...acquired,
      partition,
      reader,
      settings,
      ownership,
      refused: entry.refused,
      onRoom: () => options.onRoom(partition, task),
      onLost: (error) => lose(partition, entry, error),
    });
    unsettled.add(task);
    void forgetWhenSettled(task);
    Object.assign(entry, { state: 'running', task, error: undefined });
    options.onReady(partition, task);
  };

  const forgetWhenSettled = async (task: Task): Promise<void> => {
    await task.settled;
    unsettled.delete(task);
  };

  const lose = (partition: number, entry: Entry, error: unknown): void => {
    if (error instanceof RecordRefusedError) {
      const record = recordId(error);
      if (entry.refused.has(record)) {
        // Not even its dead letter is taken: what becomes of the record is for a person to decide.
        halt(partition, error);
        return;
      }
      entry.refused.set(record, error.cause);
    } else {
      onEvent({ type: 'ownership-lost', partition, error });
    }
    takeOverAnew(partition, entry, error);
  };

  const takeOverAnew = (partition: number, entry: Entry, error: unknown): void => {
    logger.warn('task is taken over anew', { group: settings.group, partition, error });
    options.onPaused(partition);
    Object.assign(entry, { state: 'acquiring', task: undefined, error });
    void track(reacquire(partition, entry));
  };

  const offsetOutOfRange = (topic: string, partition: number): void => {
    const entry = entries.get(partition);
    const task = entry?.task;
    if (!entry || !task) return;
    const error = new CommittedOffsetOutOfRangeError({ topic, partition, offset: task.position(topic) });
    if (settings.onOffsetOutOfRange === 'fail') halt(partition, error);
    else void leaveOffset(partition, entry, task, error);
  };

  /** What runs is finished first: its commit may bring the committed offset back to where the log is. */
  const leaveOffset = async (partition: number, entry: Entry, task: Task, error: Error): Promise<void> => {
    if (leavingTheLog.has(task)) return;
    leavingTheLog.add(task);
    options.onPaused(partition);
    await task.drain();
    if (isOver(entry) || entry.task !== task) return;
    task.abandon(error);
    takeOverAnew(partition, entry, error);
  };

  const reacquire = async (partition: number, entry: Entry): Promise<void> => {
    await closeWriter(entry);
    await handlersSettled();
    await acquire(partition, entry, 1);
  };

  /** Takes the task over again and again while the assignment stands; a failed check of its offset stops it instead. */
  const acquire = async (partition: number, entry: Entry, formerFailures: number): Promise<void> => {
    for (let failures = formerFailures; !isOver(entry); failures += 1) {
      try {
        if (failures > 0) {
          await delay(fullJitter(reacquireBackoff, failures, settings.random()), undefined, { signal });
        }
        return await attempt(partition, entry);
      } catch (error) {
        if (isOver(entry)) return;
        if (mustStandStill(error)) {
          halt(partition, error);
          return;
        }
        entry.error = error;
        logger.warn('task not acquired yet', { group: settings.group, partition, failures, error });
      }
    }
  };

  const acquireFirst = async (partition: number, entry: Entry): Promise<void> => {
    await options.predecessor;
    await acquire(partition, entry, 0);
  };

  const handlersSettled = async (): Promise<void> => {
    await Promise.all([
      options.predecessor,
      ...[...unsettled].filter(({ isOver }) => isOver).map((task) => task.settled),
    ]);
  };

  for (const partition of partitions) {
    const entry: Entry = {
      ownership: new AbortController(),
      refused: new Map(),
      state: 'acquiring',
      task: undefined,
      writer: undefined,
      error: undefined,
    };
    entries.set(partition, entry);
    void track(acquireFirst(partition, entry));
  }

  return {
    partitions,
    running: (partition) => entries.get(partition)?.task,
    stateOf: (partition) => {
      const entry = entries.get(partition);
      if (!entry) return { state: 'stopped', error: undefined };
      const { state, task, error } = entry;
      return { state, ...(task ? { task } : {}), error: error ?? task?.lastError };
    },
    halt,
    offsetOutOfRange,
    drain: async () => {
      const tasks = [...entries.values()].flatMap(({ task }) => task ?? []);
      await Promise.all(tasks.map((task) => task.drain()));
    },
    abandon: async () => {
      if (signal.aborted) return;
      controller.abort();
      const reason = new OwnershipLostError('the assignment is over');
      for (const { task } of entries.values()) task?.abandon(reason);
      await Promise.all([...entries.values()].map(closeWriter));
    },
    settled: async () => {
      await Promise.all([handlersSettled(), ...takeovers]);
    },
  };
};
