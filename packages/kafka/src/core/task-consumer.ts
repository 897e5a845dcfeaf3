import { kafkaCluster } from '../kafkajs/kafka-client.ts';
import type { InternalCluster } from '../kafkajs/index.ts';
import { assertCoPartitionedSet } from './co-partitioned.ts';
import { consumerSession } from './consumer-session.ts';
import type { ConsumerSession } from './consumer-session.ts';
import { fullJitter } from './full-jitter.ts';
import { logReader } from './log-reader.ts';
import type { LogReader } from './log-reader.ts';
import { pause } from './pause.ts';
import type { ConsumerState, TaskConsumerOptions } from './task-consumer-options.ts';
import { resolveOptions } from './resolved-options.ts';
import type { TaskState } from './task/assignment.ts';
import type { CircuitState } from './task/circuit.ts';
import type { Task } from './task/task.ts';

/** What is known of one owned task, without asking the broker. */
export interface TaskStatus {
  readonly partition: number;
  readonly state: TaskState;
  /** By topic. */
  readonly topics: Readonly<
    Record<
      string,
      {
        /** Next offset to be fetched. */
        readonly position: bigint;
        readonly committed: bigint;
        /** Offsets between the committed one and the last stable one, which is looked up every 5 s. */
        readonly lag: bigint;
      }
    >
  >;
  /** Whether records start, and what is down where they don't. */
  readonly circuit: { readonly state: CircuitState; readonly dependency?: string };
  /** Keys that wait for an operator. */
  readonly quarantinedKeys: number;
  /** Time of the oldest record that was fetched and is not committed, in ms since the epoch. */
  readonly oldestTimestamp?: number;
  /** The last failure, also while it is being retried. */
  readonly error?: unknown;
}

/** What is known of a consumer and its tasks, without asking the broker. */
export interface TaskConsumerStatus {
  readonly group: string;
  readonly state: ConsumerState;
  readonly tasks: readonly TaskStatus[];
  /**
   * What ended the session before, while no new one has been assigned tasks; or the `NotCoPartitionedError` that keeps a
   * running one from new partitions.
   */
  readonly error?: unknown;
}

/** A consumer that keeps consuming until it is stopped, whatever ends the client beneath. */
export interface TaskConsumer {
  /** Begins to join; resolves at once, since a missing broker is waited for. Again after `stop` it joins anew. */
  start(): Promise<void>;
  /** Drains, commits, leaves the group and closes everything; nothing is consumed after it. Safe at any time. */
  stop(): Promise<void>;
  status(): TaskConsumerStatus;
}

const circuitOf = (task: Task | undefined): TaskStatus['circuit'] => {
  const { state, dependency } = task?.circuit ?? { state: 'closed' as const, dependency: undefined };
  return { state, ...(dependency === undefined ? {} : { dependency }) };
};

const rebuildBackoff = { minMs: 200, maxMs: 5_000 };
const lagIntervalMs = 5_000;

/**
 * Consumes a set of co-partitioned topics so that each record's outputs and its offset are committed exactly once, and
 * keeps doing so: whatever ends the consumer beneath, another is built with full-jitter backoff until `stop`.
 *
 * A record whose handler throws something retryable is tried again, one that can't be handled goes to the dead-letter
 * topic in the same transaction as its offset. Side effects of handlers are at least once.
 *
 * @see TaskConsumerOptions for units, bounds and defaults
 * Transactions are fenced by their task's transactional id, whose next owner takes it first; kafkajs can't send the group's
 * generation with them (KIP-447), it fences commits of offsets alone.
 *
 * @see https://cwiki.apache.org/confluence/display/KAFKA/KIP-98 transactions
 */
export const taskConsumer = <State = undefined>(options: TaskConsumerOptions<State>): TaskConsumer => {
  const resolved = resolveOptions(options);
  const settings = {
    ...resolved,
    onFatal: (error: Error): void => void leaveForGood(error),
  };
  const { group, topics, logger, onEvent } = settings;
  let state: ConsumerState = 'stopped';
  let session: ConsumerSession | undefined;
  let supervision: Promise<void> | undefined;
  let stopping = new AbortController();
  let lastError: unknown;
  const lastStable = new Map<string, bigint>();
  let predecessor: Promise<void> = Promise.resolve();

  const enter = (next: ConsumerState): void => {
    if (state === next) return;
    state = next;
    settings.onStateChange(next);
  };

  const lookUpLag = async (reader: LogReader): Promise<void> => {
    for (const partition of session?.assignment?.partitions ?? []) {
      for (const topic of topics) {
        const bounds = await reader.bounds(topic, partition);
        lastStable.set(`${topic}/${partition}`, bounds.lastStable);
      }
    }
  };

  const watchLag = async (reader: LogReader, over: AbortSignal): Promise<void> => {
    while (await pause(lagIntervalMs, over)) {
      try {
        await lookUpLag(reader);
      } catch (error) {
        logger.debug('lag not looked up', { group, error });
      }
    }
  };

  /** One session on connections of its own, since those that saw a broker die may not find it again. */
  const live = async (signal: AbortSignal, onAssigned: () => void): Promise<unknown> => {
    const cluster = kafkaCluster(settings);
    const reader = logReader(cluster);
    const over = new AbortController();
    const before = predecessor;
    // Set at once and not at the end: after a stop that ran out of time the next session begins before this one is over.
    const settled = Promise.withResolvers<void>();
    predecessor = settled.promise;
    let own: ConsumerSession | undefined;
    let watching: Promise<void> | undefined;
    try {
      await cluster.connect();
      await assertCoPartitionedSet(reader, settings);
      if (signal.aborted) return undefined;
      own = consumerSession({ settings, cluster, reader, predecessor: before, onAssigned });
      session = own;
      watching = watchLag(reader, over.signal);
      return await own.run();
    } catch (error) {
      return error;
    } finally {
      over.abort();
      settled.resolve(own?.assignment?.settled() ?? before);
      if (session === own) session = undefined;
      await watching;
      await cluster.disconnect();
      // A takeover that was under way may have connected once more.
      void disconnectAfter(settled.promise, cluster);
    }
  };

  const disconnectAfter = async (end: Promise<void>, cluster: InternalCluster): Promise<void> => {
    try {
      await end;
      await cluster.disconnect();
    } catch (error) {
      logger.debug('cluster did not disconnect', { group, error });
    }
  };

  const supervise = async (signal: AbortSignal): Promise<void> => {
    let failures = 0;
    const onAssigned = (): void => {
      failures = 0;
      lastError = undefined;
      enter('running');
    };
    while (!signal.aborted) {
      const error = await live(signal, onAssigned);
      if (signal.aborted) break;
      failures += 1;
      lastError = error;
      enter('rebuilding');
      const waitMs = fullJitter(rebuildBackoff, failures, settings.random());
      onEvent({ type: 'rebuilding', error });
      logger.warn('consumer is rebuilt', { group, failures, waitMs, error });
      await pause(waitMs, signal);
    }
  };

  /** The group hands the tasks on at once; only the end of the process, left to the owner, frees the stuck record. */
  const leaveForGood = async (fatal: Error): Promise<void> => {
    logger.error('consumer leaves the group for good', { group, error: fatal });
    try {
      // A drain would wait for the handler that is known not to return.
      await stop({ drain: false });
    } finally {
      resolved.onFatal(fatal);
    }
  };

  const endSession = async (supervised: Promise<void>, how: { readonly drain: boolean }): Promise<void> => {
    await session?.stop(how);
    await supervised;
  };

  const stop = async (how: { readonly drain: boolean }): Promise<void> => {
    if (!supervision) return;
    enter('stopping');
    stopping.abort();
    const timeout = new AbortController();
    // What a dead broker keeps from ending ends by itself: nothing of it consumes or commits any more.
    await Promise.race([endSession(supervision, how), pause(settings.limits.stopTimeoutMs, timeout.signal)]);
    timeout.abort();
    supervision = undefined;
    enter('stopped');
  };

  return {
    start: async () => {
      if (supervision) return;
      stopping = new AbortController();
      enter('joining');
      supervision = supervise(stopping.signal);
    },
    stop: () => stop({ drain: true }),
    status: () => {
      const assignment = session?.assignment;
      const tasks = (assignment?.partitions ?? []).map((partition): TaskStatus => {
        const {
          state: taskState,
          task,
          error,
        } = assignment?.stateOf(partition) ?? {
          state: 'stopped' as const,
          error: undefined,
        };
        const progress = topics.map((topic) => {
          const position = task?.position(topic) ?? 0n;
          const committed = task?.committed.get(topic) ?? 0n;
          const known = lastStable.get(`${topic}/${partition}`) ?? 0n;
          const end = known > position ? known : position;
          return [topic, { position, committed, lag: end - committed }] as const;
        });
        return {
          partition,
          state: taskState,
          topics: task ? Object.fromEntries(progress) : {},
          circuit: circuitOf(task),
          quarantinedKeys: task?.quarantinedKeys ?? 0,
          ...(task?.oldestTimestamp === undefined ? {} : { oldestTimestamp: task.oldestTimestamp }),
          ...(error === undefined ? {} : { error }),
        };
      });
      const error = lastError ?? session?.mismatch;
      return { group, state, tasks, ...(error === undefined ? {} : { error }) };
    },
  };
};
