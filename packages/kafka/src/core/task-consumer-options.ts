import { isCompression } from '../kafkajs/compression.ts';
import type { Compression } from '../kafkajs/compression.ts';
import type { FailureKind } from './failure.ts';
import { classifyFailure } from './failure.ts';
import type { Logger } from './logger.ts';
import { silentLogger } from './logger.ts';
import { parkingTopics } from './parking/parking-topics.ts';
import type { OnPoison, ParkingTopics } from './parking/parking-topics.ts';
import type { KafkaRecord, OutputRecord } from './record.ts';
import { taskEventPublisher } from './task-events.ts';
import type { OffsetOutOfRangePolicy } from './task/starting-position.ts';

/** What a handler knows beside the record. */
export interface HandlerContext<State = undefined> {
  /** Fires when the handler's time is over; whatever it returns after that is discarded. */
  readonly signal: AbortSignal;
  /** 1 for the first attempt under this ownership. */
  readonly attempt: number;
  readonly partition: number;
  /**
   * What `restore` returned for this task. A handler that changes it does so as its last step, in the same turn as it
   * returns, with its signal not aborted: a handler that throws or overruns runs again on the state as it left it. One that
   * has returned doesn't run again while the state lives: placing and committing its outputs is retried without it, and
   * if they can't be produced the record is dead-lettered after the state was restored anew.
   */
  readonly state: State;
}

/**
 * Handles one record and returns what to produce; outputs and the record's offset are committed in one transaction.
 * Called at least once per record, since a crash or a new owner repeats what was not committed.
 */
export type RecordHandler<State = undefined> = (
  record: KafkaRecord,
  context: HandlerContext<State>,
) => Promise<readonly OutputRecord[]>;

/** A task being restored, after its former owner was fenced and before its first record. */
export interface RestoringTask {
  readonly partition: number;
  /** Fires when the ownership ends before the restore does. */
  readonly signal: AbortSignal;
  /** The task's partition of a topic, read_committed, from the log's start to the end it had at the call. */
  readonly readPartition: (topic: string) => AsyncIterable<KafkaRecord>;
}

/** How a retryable failure is tried again: full jitter under a doubling ceiling. */
export interface RetryOptions {
  /** Ceiling of the first wait in ms; default 100. Each wait is drawn evenly from 0 to a ceiling that doubles. */
  readonly minMs?: number;
  /** Highest ceiling in ms; default 30 000. */
  readonly maxMs?: number;
  /** After this many ms of failing a retryable record is dead-lettered; default never, as an outage must not do that. */
  readonly giveUpAfterMs?: number;
}

/** When a task stops starting records because what they depend on is down; an error names it by `dependency`. */
export interface TaskCircuitOptions {
  /** Records failing at once by one dependency, none of which has succeeded since; default 5, at least 1. */
  readonly failures?: number;
  /** First wait before a probe, in ms; default 1 000. It doubles, and half of it is spread at random. */
  readonly minMs?: number;
  /** Longest wait before a probe, in ms; default 30 000. */
  readonly maxMs?: number;
}

/** Every limit is at least 1, except where it says otherwise. */
export interface LimitOptions {
  /** Longest run of one attempt in ms; default 30 000. */
  readonly maxHandlerTimeMs?: number;
  /** Keys worked at once per task; default 32. */
  readonly concurrency?: number;
  /** Records that one transaction covers at most; default 500. */
  readonly maxBatchRecords?: number;
  /**
   * Records a task holds uncommitted before its partitions pause; default 5 000. They are fetched again when half of that is
   * done, so it should last twice as long as a fetch. One fetch may exceed it once.
   */
  readonly maxBufferedRecords?: number;
  /**
   * Bytes a task holds uncommitted, inputs and outputs, before its partitions pause; default 8 MiB. It may
   * hold one fetch of each of its topics more, since what was fetched is taken whole, and what its records' handlers return.
   */
  readonly maxBufferedBytes?: number;
  /**
   * Bytes of one fetch from one broker, as they are sent, that is compressed where the producer did; default 10 MiB, below
   * 2 GiB. A single batch may exceed it, since a broker never holds the first one back.
   */
  readonly maxFetchBytes?: number;
  /** The part of one fetch that one partition may fill, in bytes; default 1 MiB, at most `maxFetchBytes`. As above. */
  readonly maxPartitionFetchBytes?: number;
  /** Shortest time between two transactions of a task in ms; default 30, 0 commits as soon as none is in flight. */
  readonly transactionIntervalMs?: number;
  /** Shortest time between two commits of offsets without outputs, in ms from 0; default 100, 0 commits each at once. */
  readonly offsetCommitIntervalMs?: number;
  /** Largest output record in bytes; default 1 000 000, under the broker's `message.max.bytes`. */
  readonly maxOutputBytes?: number;
  /**
   * Time a stop takes at most, in ms; default 5 000, half of a service's shutdown deadline. At most 2 s of it, and at most
   * half, are kept for leaving the group; the rest is for finishing and committing what runs.
   */
  readonly stopTimeoutMs?: number;
}

/** What a task consumer needs to know; what is out of bounds is refused with `InvalidOptionsError`. */
export interface TaskConsumerOptions<State = undefined> {
  readonly brokers: readonly string[];
  readonly clientId: string;
  /** Stable over restarts and distinct among the group's members: tasks return to the instance that held them last. */
  readonly instanceId: string;
  readonly group: string;
  /** Topics with equal partition counts; partition p of all of them is task p. Each needs a handler. */
  readonly handlers: Readonly<Record<string, RecordHandler<State>>>;
  /** Builds a task's state; by default there is none. Rows read without a committed offset stop the task. */
  readonly restore?: (task: RestoringTask) => Promise<State>;
  /**
   * What happens when the log does not hold the offset a task stands at, since retention deleted it or the log was lost:
   * `fail`, the default, stops the task until somebody decides; `earliest` and `latest` commit the log's start or its last
   * stable offset, go on from there, and tell it by the event `offset-moved` and a log line with both offsets.
   */
  readonly onOffsetOutOfRange?: OffsetOutOfRangePolicy;
  /** By topic, what becomes of the later records of a key when one can't be handled; default `park`: they are handled. */
  readonly onPoison?: Readonly<Record<string, OnPoison>>;
  /** The topics for what can't be handled, with the source's partition count; default `parkingTopics(topic, group)`. */
  readonly parkingTopics?: (topic: string) => ParkingTopics;
  readonly circuit?: TaskCircuitOptions;
  /** Replaces the default classification of what a handler throws. */
  readonly classify?: (error: unknown) => FailureKind;
  readonly retry?: RetryOptions;
  readonly limits?: LimitOptions;
  /** A member unheard of for this long loses its tasks; in ms, default 10 000 (the broker's minimum is 6 000). */
  readonly sessionTimeoutMs?: number;
  /** In ms, default 2 000. */
  readonly heartbeatIntervalMs?: number;
  /** A hung transaction blocks readers at most this long; in ms, default 8 000, below the session timeout. */
  readonly transactionTimeoutMs?: number;
  /** Of the batches that hold outputs and dead letters; default `none`. */
  readonly compression?: Compression;
  /** Longest wait of an empty fetch in ms, default 500; data is delivered as it comes. Shorter costs an idle process more. */
  readonly maxWaitTimeMs?: number;
  /**
   * Shortest time between two fetches from one broker in ms; default 15, from 0 to below the heartbeat interval, since
   * heartbeats go out between fetches. A record that comes alone is not delayed.
   */
  readonly minFetchIntervalMs?: number;
  /**
   * How old metadata may become, in ms from 100; default 30 000. So long new partitions of a topic may go unseen, which are
   * then consumed from their first record, as soon as all topics of the set have them.
   */
  readonly metadataMaxAgeMs?: number;
  readonly logger?: Logger;
  readonly onStateChange?: (state: ConsumerState) => void;
  /** Called when only the end of the process can free a record; by default the process exits with code 1. */
  readonly onFatal?: (error: Error) => void;
  readonly now?: () => number;
  readonly random?: () => number;
}

/** Legal ways: stopped → joining → running ⇄ rebuilding, and from each of them → stopping → stopped. */
export type ConsumerState = 'stopped' | 'joining' | 'running' | 'rebuilding' | 'stopping';

const ignore = (): void => undefined;

/** The same listener, except that what it throws is logged and harms nobody. */
const harmless =
  <Told>(listener: (told: Told) => void, logger: Logger): ((told: Told) => void) =>
  (told) => {
    try {
      listener(told);
    } catch (error) {
      logger.error('listener failed', { error });
    }
  };

const exitWithError = (error: Error): void => {
  process.stderr.write(`${error.stack ?? error.message}\n`);
  process.exit(1);
};

/** An option is outside its bound, or two contradict each other. */
export class InvalidOptionsError extends Error {
  readonly code = 'INVALID_OPTIONS';

  constructor(reason: string) {
    super(`task consumer: ${reason}`);
    this.name = 'InvalidOptionsError';
  }
}

const policies: readonly OffsetOutOfRangePolicy[] = ['fail', 'earliest', 'latest'];

const isDuration = (ms: number): boolean => Number.isFinite(ms) && ms >= 0;

/** The options with every default in place, checked once. @throws InvalidOptionsError */
export const resolveOptions = <State>(options: TaskConsumerOptions<State>): ResolvedOptions<State> => {
  const settings = withDefaults(options);
  const { retry, circuit, minFetchIntervalMs, heartbeatIntervalMs, sessionTimeoutMs, transactionTimeoutMs } =
    settings;
  const { offsetCommitIntervalMs, transactionIntervalMs, ...limits } = settings.limits;
  const bounds: readonly (readonly [kept: boolean, reason: string])[] = [
    [settings.brokers.length > 0, 'needs a broker'],
    [settings.sources.length > 0, 'needs a handler'],
    [
      Object.keys(options.onPoison ?? {}).every((topic) => settings.sources.includes(topic)),
      'onPoison names a topic without a handler',
    ],
    [circuit.failures >= 1, 'circuit.failures is at least 1'],
    [circuit.minMs >= 0 && circuit.minMs <= circuit.maxMs, 'circuit.minMs is at most circuit.maxMs'],
    [policies.includes(settings.onOffsetOutOfRange), `onOffsetOutOfRange is ${policies.join(', ')}`],
    [isCompression(settings.compression), 'compression is none, gzip, snappy, lz4 or zstd'],
    [Object.values(limits).every((limit) => limit >= 1), 'every limit is at least 1'],
    [limits.maxFetchBytes < 2 ** 31, 'limits.maxFetchBytes is below 2 GiB'],
    [
      limits.maxPartitionFetchBytes <= limits.maxFetchBytes,
      'limits.maxPartitionFetchBytes is at most limits.maxFetchBytes',
    ],
    [isDuration(offsetCommitIntervalMs), 'limits.offsetCommitIntervalMs is at least 0'],
    [isDuration(transactionIntervalMs), 'limits.transactionIntervalMs is at least 0'],
    [isDuration(minFetchIntervalMs), 'minFetchIntervalMs is at least 0'],
    [minFetchIntervalMs < heartbeatIntervalMs, 'minFetchIntervalMs is below heartbeatIntervalMs'],
    [settings.metadataMaxAgeMs >= 100, 'metadataMaxAgeMs is at least 100'],
    [retry.minMs >= 0 && retry.minMs <= retry.maxMs, 'retry.minMs is at most retry.maxMs'],
    [heartbeatIntervalMs < sessionTimeoutMs, 'heartbeatIntervalMs is below sessionTimeoutMs'],
    [transactionTimeoutMs < sessionTimeoutMs, 'transactionTimeoutMs is below sessionTimeoutMs'],
  ];
  for (const [kept, reason] of bounds) if (!kept) throw new InvalidOptionsError(reason);
  return settings;
};

const withDefaults = <State>(options: TaskConsumerOptions<State>) => {
  const sources = Object.keys(options.handlers);
  const parking = new Map(
    sources.map((topic) => [topic, options.parkingTopics?.(topic) ?? parkingTopics(topic, options.group)]),
  );
  const parkingOf = (topic: string): ParkingTopics =>
    parking.get(topic) ?? parkingTopics(topic, options.group);
  const sourceByRedrive = new Map([...parking].map(([topic, { redrive }]) => [redrive, topic]));
  return {
    brokers: options.brokers,
    clientId: options.clientId,
    instanceId: options.instanceId,
    group: options.group,
    handlers: options.handlers,
    sources,
    /** All that a task consumes: what it handles, and what is asked of its dead letters. */
    topics: [...sources, ...sourceByRedrive.keys()],
    restore: options.restore,
    onOffsetOutOfRange: options.onOffsetOutOfRange ?? 'fail',
    parkingTopics: parkingOf,
    /** The topic whose dead letters a redrive topic is about; undefined for any other topic. */
    redriveSource: (topic: string) => sourceByRedrive.get(topic),
    onPoison: (topic: string): OnPoison => options.onPoison?.[topic] ?? 'park',
    circuit: {
      failures: options.circuit?.failures ?? 5,
      minMs: options.circuit?.minMs ?? 1_000,
      maxMs: options.circuit?.maxMs ?? 30_000,
    },
    classify: options.classify ?? classifyFailure,
    retry: {
      minMs: options.retry?.minMs ?? 100,
      maxMs: options.retry?.maxMs ?? 30_000,
      giveUpAfterMs: options.retry?.giveUpAfterMs ?? Infinity,
    },
    limits: {
      maxHandlerTimeMs: options.limits?.maxHandlerTimeMs ?? 30_000,
      concurrency: options.limits?.concurrency ?? 32,
      maxBatchRecords: options.limits?.maxBatchRecords ?? 500,
      maxBufferedRecords: options.limits?.maxBufferedRecords ?? 5_000,
      maxBufferedBytes: options.limits?.maxBufferedBytes ?? 8_388_608,
      maxFetchBytes: options.limits?.maxFetchBytes ?? 10_485_760,
      maxPartitionFetchBytes: options.limits?.maxPartitionFetchBytes ?? 1_048_576,
      transactionIntervalMs: options.limits?.transactionIntervalMs ?? 30,
      offsetCommitIntervalMs: options.limits?.offsetCommitIntervalMs ?? 100,
      maxOutputBytes: options.limits?.maxOutputBytes ?? 1_000_000,
      stopTimeoutMs: options.limits?.stopTimeoutMs ?? 5_000,
    },
    sessionTimeoutMs: options.sessionTimeoutMs ?? 10_000,
    heartbeatIntervalMs: options.heartbeatIntervalMs ?? 2_000,
    transactionTimeoutMs: options.transactionTimeoutMs ?? 8_000,
    compression: options.compression ?? 'none',
    maxWaitTimeMs: options.maxWaitTimeMs ?? 500,
    minFetchIntervalMs: options.minFetchIntervalMs ?? 15,
    metadataMaxAgeMs: options.metadataMaxAgeMs ?? 30_000,
    logger: options.logger ?? silentLogger,
    onEvent: taskEventPublisher({
      group: options.group,
      clientId: options.clientId,
      instanceId: options.instanceId,
    }),
    onStateChange: harmless(options.onStateChange ?? ignore, options.logger ?? silentLogger),
    onFatal: options.onFatal ?? exitWithError,
    now: options.now ?? Date.now,
    random: options.random ?? Math.random,
  };
};

export type ResolvedOptions<State> = ReturnType<typeof withDefaults<State>>;
