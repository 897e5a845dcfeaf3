import type { Batch } from 'kafkajs';
import { kafkaClient } from '../kafkajs/kafka-client.ts';
import type { GroupHooks, InternalCluster, InternalConsumerGroup } from '../kafkajs/index.ts';
import type { LogReader } from './log-reader.ts';
import { disconnectAfterJoin } from './disconnect-after-join.ts';
import { fetchable } from './fetchable.ts';
import { fetchTurns } from './fetch-turns.ts';
import { liveness } from './liveness.ts';
import { pause } from './pause.ts';
import { toRecord } from './record-mapping.ts';
import { stopBounds } from './stop-bounds.ts';
import type { ResolvedOptions } from './resolved-options.ts';
import { startAssignment } from './task/assignment.ts';
import type { Assignment } from './task/assignment.ts';
import { finishBeforeJoin } from './task/finish-before-join.ts';
import { haltUnreadable } from './task/halt-unreadable.ts';
import { currentMembership } from './task/membership.ts';
import { taskAssigner } from './task/task-assigner.ts';
import type { Task } from './task/task.ts';
import { growthOfSet } from './topic-growth.ts';

/** One life of a kafkajs consumer, from connecting to its crash or stop. It is never reused. */
export interface ConsumerSession {
  /** Joins; resolves when the session has ended, with the error that ended it or undefined after `stop`. */
  run(): Promise<Error | undefined>;
  /**
   * Pauses, drains within the bound, commits, leaves the group and closes its connections. Without the drain, what runs is
   * dropped at once.
   */
  stop(options?: { readonly drain: boolean }): Promise<void>;
  readonly assignment: Assignment | undefined;
  /** Why partitions that a topic got are not consumed yet. */
  readonly mismatch: Error | undefined;
}

interface SessionOptions<State> {
  readonly settings: ResolvedOptions<State>;
  readonly cluster: InternalCluster;
  readonly reader: LogReader;
  /** Handlers of the session before. */
  readonly predecessor: Promise<void>;
  readonly onAssigned: (partitions: readonly number[]) => void;
}

/** No handler outlives two of its times, and the prefix needs some seconds to commit before the broker gives up on us. */
const rebalanceMargin = { joinMs: 15_000, drainMs: 10_000 };

export const consumerSession = <State>({
  settings,
  cluster,
  reader,
  predecessor,
  onAssigned,
}: SessionOptions<State>): ConsumerSession => {
  const { group, topics, limits, logger, onEvent, sessionTimeoutMs, heartbeatIntervalMs } = settings;
  const bounds = stopBounds(limits.stopTimeoutMs);
  const ended = Promise.withResolvers<Error | undefined>();
  let assignment: Assignment | undefined;
  let membershipSource: InternalConsumerGroup | undefined;
  let joining: Promise<void> | undefined;
  let isOver = false;

  const inAllTopics = (...partitions: readonly number[]) =>
    topics.map((topic) => ({ topic, partitions: [...partitions] }));
  /** A crashed consumer refuses these before it reports its crash; the next session starts from the committed offsets. */
  const onConsumer = (action: () => void): void => {
    if (isOver) return;
    try {
      action();
    } catch (error) {
      logger.debug('consumer is not running', { group, error });
    }
  };

  const joinMs = limits.maxHandlerTimeMs + rebalanceMargin.joinMs;
  const alive = liveness({
    // After one session timeout without a heartbeat the group has given the member up.
    boundMs: 1.5 * sessionTimeoutMs,
    joinBoundMs: joinMs + 2 * sessionTimeoutMs,
    intervalMs: heartbeatIntervalMs,
    now: () => performance.now(),
  });

  const toFetch = () => fetchable(assignment, topics, consumer.paused());
  const fetches = fetchTurns({ settings, toFetch, paused: () => consumer.paused() });

  const growth = growthOfSet({ cluster, reader, settings });

  const hooks: GroupHooks = {
    beforeJoin: async (current) => {
      membershipSource = current;
      alive.joining();
      if (!assignment) return;
      try {
        await finishBeforeJoin({
          group: current,
          assignment,
          boundMs: limits.maxHandlerTimeMs + rebalanceMargin.drainMs,
          heartbeatIntervalMs,
          logger,
          onHeartbeat: alive.heartbeat,
        });
      } catch (error) {
        logger.warn('tasks not finished before the rebalance', { group, error });
      }
    },
    joinFailed: (error) => end(error instanceof Error ? error : new Error(String(error))),
    mayJoinForGrowth: growth.isComplete,
    fetched: alive.fetched,
    beforeFetch: (nodeId) => fetches.take(nodeId, membershipSource),
    undecodable: () => haltUnreadable({ assignment, reader, settings, paused: consumer.paused() }),
    offsetOutOfRange: ({ topic, partition }) => assignment?.offsetOutOfRange(topic, partition),
  };

  const consumer = kafkaClient(settings).consumer({
    groupId: group,
    partitionAssigners: [
      taskAssigner({ instanceId: settings.instanceId, held: () => assignment?.partitions ?? [] }, hooks),
    ],
    sessionTimeout: sessionTimeoutMs,
    rebalanceTimeout: joinMs,
    heartbeatInterval: heartbeatIntervalMs,
    maxWaitTimeInMs: settings.maxWaitTimeMs,
    maxBytes: limits.maxFetchBytes,
    maxBytesPerPartition: limits.maxPartitionFetchBytes,
    metadataMaxAge: settings.metadataMaxAgeMs,
    allowAutoTopicCreation: false,
    // Every crash ends this session; the supervisor above builds the next one, whatever the error was.
    retry: { restartOnFailure: async () => false },
  });

  const resume = (partition: number): void => {
    consumer.resume(inAllTopics(partition));
    fetches.resumed();
  };

  const takeOver = (partitions: readonly number[]): void => {
    if (!membershipSource || isOver) return;
    consumer.pause(inAllTopics(...partitions));
    const previous = assignment;
    void previous?.abandon();
    assignment = startAssignment({
      predecessor: previous?.settled() ?? predecessor,
      partitions,
      membership: currentMembership(membershipSource),
      cluster,
      reader,
      settings,
      onReady: (partition, task) =>
        onConsumer(() => {
          seek(partition, task);
          resume(partition);
        }),
      onPaused: (partition) => onConsumer(() => consumer.pause(inAllTopics(partition))),
      onRoom: (partition, task) =>
        onConsumer(() => {
          if (task.hasRoom && isPausedForRoom.delete(partition)) resume(partition);
        }),
    });
    isPausedForRoom.clear();
    onEvent({ type: 'assigned', partitions });
    onAssigned(partitions);
  };

  const isPausedForRoom = new Set<number>();

  const seek = (partition: number, task: Task): void => {
    for (const topic of topics) consumer.seek({ topic, partition, offset: task.position(topic).toString() });
  };

  const deliver = (batch: Batch & { readonly fetchedOffset?: string }): void => {
    const { topic, partition } = batch;
    const task = assignment?.running(partition);
    if (!task || isOver) return;
    const taken = task.deliver({
      topic,
      fetchedOffset: BigInt(batch.fetchedOffset ?? '-1'),
      nextOffset: BigInt(batch.lastOffset()) + 1n,
      records: batch.messages.map((message) => toRecord(topic, partition, message)),
    });
    if (!taken) {
      onConsumer(() => seek(partition, task));
    } else if (task.isFull) {
      isPausedForRoom.add(partition);
      onConsumer(() => consumer.pause(inAllTopics(partition)));
    }
  };

  const end = (error: Error | undefined): void => {
    isOver = true;
    fetches.resumed();
    ended.resolve(error);
  };

  const watchdog = (): NodeJS.Timeout =>
    setInterval(() => {
      const silence = alive.check(toFetch());
      if (silence) end(silence);
    }, heartbeatIntervalMs).unref();

  consumer.on(consumer.events.HEARTBEAT, alive.heartbeat);
  consumer.on(consumer.events.CRASH, ({ payload }) => end(payload.error));
  consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
    alive.joined();
    takeOver([...new Set(Object.values(payload.memberAssignment).flat())].toSorted((a, b) => a - b));
  });

  const join = async (): Promise<void> => {
    await consumer.connect();
    await consumer.subscribe({ topics, fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachBatch: async ({ batch }) => deliver(batch),
    });
  };

  const close = async (): Promise<void> => {
    await disconnectAfterJoin({
      consumer,
      joining,
      boundMs: bounds.disconnectMs,
      onFailure: (error) => logger.debug('consumer did not close', { group, error }),
    });
    await assignment?.abandon();
  };

  return {
    get assignment() {
      return assignment;
    },
    get mismatch() {
      return growth.mismatch;
    },
    run: async () => {
      const watching = watchdog();
      joining = join();
      joining.catch((error: unknown) => end(error instanceof Error ? error : new Error(String(error))));
      const error = await ended.promise;
      clearInterval(watching);
      await assignment?.abandon();
      await close();
      return error;
    },
    stop: async ({ drain } = { drain: true }) => {
      const current = assignment;
      if (drain && current && !isOver) {
        onConsumer(() => consumer.pause(inAllTopics(...current.partitions)));
        const timeout = new AbortController();
        await Promise.race([current.drain(), pause(bounds.drainMs, timeout.signal)]);
        timeout.abort();
      }
      end(undefined);
    },
  };
};
