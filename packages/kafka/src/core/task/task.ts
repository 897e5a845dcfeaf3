import { deadLetter } from '../dead-letter.ts';
import { HandlerStuckError } from '../errors.ts';
import { fullJitter } from '../full-jitter.ts';
import type { LogReader } from '../log-reader.ts';
import { byteSize } from '../record-mapping.ts';
import type { KafkaRecord } from '../record.ts';
import type { ResolvedOptions } from '../task-consumer-options.ts';
import { keyLanes } from './key-lanes.ts';
import type { StepResult } from './key-lanes.ts';
import { placeOutput } from './place-output.ts';
import { prefixTracker } from './prefix.ts';
import type { PlacedOutput, Slot } from './prefix.ts';
import { runHandler } from './run-handler.ts';
import type { TransactionalWriter } from './transactional-writer.ts';

/** A fetched stretch of one partition: its records, and where the log goes on after control and aborted records. */
export interface Delivery {
  readonly topic: string;
  readonly fetchedOffset: bigint;
  readonly nextOffset: bigint;
  readonly records: readonly KafkaRecord[];
}

/**
 * One owned partition of the topic set at work: keys beside each other, each key in order, and a commit as soon as the
 * longest finished prefix has grown and no transaction is in flight. Under one ownership no record finishes twice.
 */
export interface Task {
  /** Takes a delivery that continues the task's position; false, and nothing taken, when it doesn't. */
  deliver(delivery: Delivery): boolean;
  position(topic: string): bigint;
  readonly committed: ReadonlyMap<string, bigint>;
  /** True while the task holds as many uncommitted records as it may. */
  readonly isFull: boolean;
  /** True once half of what it may hold is free again. */
  readonly hasRoom: boolean;
  /** The last failure that is still being retried. */
  readonly lastError: unknown;
  /** Starts nothing more, lets running handlers return, and commits the finished prefix. */
  drain(): Promise<void>;
  /** Drops everything at once and fires the signals of running handlers, whose results are discarded. */
  abandon(reason: unknown): void;
  /** Resolves once no handler runs after `drain` or `abandon`: only then may the records be handled again here. */
  readonly settled: Promise<void>;
  readonly isOver: boolean;
}

interface TaskOptions<State> {
  readonly partition: number;
  readonly positions: ReadonlyMap<string, bigint>;
  readonly state: State;
  readonly writer: TransactionalWriter;
  readonly reader: LogReader;
  readonly settings: ResolvedOptions<State>;
  /** Called after every commit, when room may have become free. */
  readonly onCommitted: () => void;
  /** Called once when the task can't go on under this ownership. */
  readonly onLost: (error: unknown) => void;
}

interface Item {
  readonly record: KafkaRecord;
  readonly slot: Slot;
  attempt: number;
  failingSince: number | undefined;
}

export const startTask = <State>(options: TaskOptions<State>): Task => {
  const { partition, state, writer, reader, settings, onCommitted, onLost } = options;
  const { handlers, limits, retry, group, logger, onEvent } = settings;
  const positions = new Map(options.positions);
  const tracker = prefixTracker();
  const ownership = new AbortController();
  const { signal: lost } = ownership;
  const settled = Promise.withResolvers<void>();
  let committing: Promise<void> | undefined;
  let lastCommitAt = Number.NEGATIVE_INFINITY;
  let pacing: NodeJS.Timeout | undefined;
  let isDraining = false;
  let lastError: unknown;

  const call = async ({ record, attempt }: Item, signal: AbortSignal): Promise<readonly PlacedOutput[]> => {
    const handler = handlers[record.topic];
    if (!handler) throw new TypeError(`no handler for topic ${record.topic}`);
    const outputs = await handler(record, { signal, attempt, partition, state });
    const { maxOutputBytes } = limits;
    return Promise.all(
      outputs.map((output) => placeOutput(output, { reader, inputPartition: partition, maxOutputBytes })),
    );
  };

  const step = async (item: Item): Promise<StepResult> => {
    const { record } = item;
    const { topic, offset } = record;
    item.attempt += 1;
    const startedAt = performance.now();
    try {
      const outputs = await runHandler({
        call: (signal) => call(item, signal),
        maxHandlerTimeMs: limits.maxHandlerTimeMs,
        signal: lost,
        onStuck: () => settings.onFatal(new HandlerStuckError({ topic, partition, offset })),
      });
      const milliseconds = performance.now() - startedAt;
      onEvent({ type: 'record-handled', partition, topic, attempt: item.attempt, milliseconds });
      finish(item, outputs);
      return 'finished';
    } catch (error) {
      return failed(item, error);
    }
  };

  const failed = (item: Item, error: unknown): StepResult => {
    const { record, attempt } = item;
    const { topic, offset } = record;
    if (lost.aborted) return 'finished';
    lastError = error;
    const now = settings.now();
    item.failingSince ??= now;
    const isWorthRetrying =
      settings.classify(error) === 'retryable' && now - item.failingSince < retry.giveUpAfterMs;
    if (isWorthRetrying) {
      const retryAfterMs = fullJitter(retry, attempt, settings.random());
      onEvent({ type: 'record-retried', partition, topic, attempt, error });
      logger.warn('record is retried', {
        topic,
        partition,
        offset: `${offset}`,
        attempt,
        retryAfterMs,
        error,
      });
      return { retryAfterMs };
    }
    onEvent({ type: 'record-dead-lettered', partition, topic, error });
    logger.error('record is dead-lettered', { topic, partition, offset: `${offset}`, attempt, error });
    finish(item, [
      deadLetter(record, { to: settings.deadLetterTopic(topic), group, attempts: attempt, error }),
    ]);
    return 'finished';
  };

  const lanes = keyLanes<Item>(limits.concurrency, step);

  const finish = (item: Item, outputs: readonly PlacedOutput[]): void => {
    if (lost.aborted) return;
    if (item.failingSince !== undefined) lastError = undefined;
    tracker.finish(item.slot, outputs);
    commitSoon();
  };

  /** One turn of the microtask queue lets records that finish together leave together; no timer stands in the way. */
  const commitSoon = (): void => {
    committing ??= Promise.resolve().then(commitPrefixes);
  };

  const commitPrefixes = async (): Promise<void> => {
    try {
      for (;;) {
        if (lost.aborted || mayWait()) return;
        const prefix = tracker.take(limits.maxBatchRecords);
        if (!prefix) return;
        await writer.commit(prefix);
        lastCommitAt = performance.now();
        onCommitted();
      }
    } catch (error) {
      if (lost.aborted) return;
      lastError = error;
      abandon(error);
      onLost(error);
    } finally {
      committing = undefined;
    }
  };

  /**
   * Offsets alone are committed at most once an interval. Nobody waits for them: a record that comes again after a crash is
   * one that its handler has to expect anyway, and each commit costs the broker as much as a record.
   */
  const mayWait = (): boolean => {
    const waitMs = lastCommitAt + limits.offsetCommitIntervalMs - performance.now();
    if (tracker.finished !== 'offsets' || waitMs <= 0 || isDraining || isFull()) return false;
    pacing ??= setTimeout(() => {
      pacing = undefined;
      commitSoon();
    }, waitMs);
    return true;
  };

  const isFull = (): boolean =>
    tracker.pending >= limits.maxBatchRecords || tracker.pendingBytes >= limits.maxBufferedBytes;

  const stopLanes = async (): Promise<void> => {
    await lanes.stop();
    settled.resolve();
  };

  const abandon = (reason: unknown): void => {
    ownership.abort(reason);
    clearTimeout(pacing);
    void stopLanes();
  };

  return {
    committed: writer.committed,
    position: (topic) => positions.get(topic) ?? 0n,
    get isFull() {
      return isFull();
    },
    get hasRoom() {
      return (
        tracker.pending <= limits.maxBatchRecords / 2 && tracker.pendingBytes <= limits.maxBufferedBytes / 2
      );
    },
    get lastError() {
      return writer.failing ?? lastError;
    },
    settled: settled.promise,
    get isOver() {
      return lost.aborted;
    },
    deliver: ({ topic, fetchedOffset, nextOffset, records }) => {
      if (lost.aborted || positions.get(topic) !== fetchedOffset) return false;
      positions.set(topic, nextOffset);
      if (records.length === 0) {
        tracker.pass(topic, nextOffset);
        commitSoon();
        return true;
      }
      onEvent({ type: 'batch-delivered', partition, topic, records: records.length });
      records.forEach((record, index) => {
        const next = records[index + 1]?.offset ?? nextOffset;
        const slot = tracker.add(topic, next, byteSize(record));
        lanes.add(record.key, { record, slot, attempt: 0, failingSince: undefined });
      });
      return true;
    },
    drain: async () => {
      await stopLanes();
      isDraining = true;
      clearTimeout(pacing);
      commitSoon();
      await committing;
    },
    abandon,
  };
};
