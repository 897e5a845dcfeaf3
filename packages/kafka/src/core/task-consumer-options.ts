import type { Compression } from '../kafkajs/compression.ts';
import type { FailureKind } from './failure.ts';
import type { Logger } from './logger.ts';
import type { OnPoison, ParkingTopics } from './parking/parking-topics.ts';
import type { KafkaRecord, OutputRecord } from './record.ts';
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
  /**
   * Longest wait of an empty fetch in ms, default 500, and at most 100 while a partition is paused; data is delivered as it
   * comes. Shorter costs an idle process more.
   */
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
