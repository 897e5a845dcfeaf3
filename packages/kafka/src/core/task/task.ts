import { deadLetter } from '../dead-letter.ts';
import { HandlerStuckError, RecordRefusedError } from '../errors.ts';
import { fullJitter } from '../full-jitter.ts';
import type { LogReader } from '../log-reader.ts';
import { byteSize } from '../record-mapping.ts';
import type { KafkaRecord, OutputRecord } from '../record.ts';
import type { ResolvedOptions } from '../task-consumer-options.ts';
import { keyLanes } from './key-lanes.ts';
import type { StepResult } from './key-lanes.ts';
import { placeOutput } from './place-output.ts';
import { prefixCommitter } from './prefix-committer.ts';
import { prefixTracker, recordId } from './prefix.ts';
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
 * One owned partition of the topic set at work: keys beside each other, each key in order. The longest finished prefix is
 * committed as soon as it holds outputs and no commit is in flight; offsets alone wait for their interval. Under one
 * ownership no record finishes twice.
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
  /** Aborted by `abandon`; whoever shares its signal, the writer first of all, ends with the task. */
  readonly ownership: AbortController;
  /** Why records, by `recordId`, are dead-lettered without being handled (again). */
  readonly refused: ReadonlyMap<string, unknown>;
  /** Called after every commit, when room may have become free. */
  readonly onCommitted: () => void;
  /** Called once when the task can't go on under this ownership; with a `RecordRefusedError` it has to be restored. */
  readonly onLost: (error: unknown) => void;
}

interface Item {
  readonly record: KafkaRecord;
  readonly slot: Slot;
  attempt: number;
  failingSince: number | undefined;
  /** What the handler came to: it isn't run again, only the placing of its outputs is. */
  returned: readonly OutputRecord[] | undefined;
}

export const startTask = <State>(options: TaskOptions<State>): Task => {
  const { partition, state, writer, reader, settings, ownership, refused, onCommitted, onLost } = options;
  const { handlers, limits, retry, group, logger, onEvent } = settings;
  const positions = new Map(options.positions);
  const tracker = prefixTracker();
  const { signal: lost } = ownership;
  const settled = Promise.withResolvers<void>();
  let lastError: unknown;

  const handle = async ({ record, attempt }: Item): Promise<readonly OutputRecord[]> => {
    const { topic, offset } = record;
    const handler = handlers[topic];
    if (!handler) throw new TypeError(`no handler for topic ${topic}`);
    return runHandler({
      call: (signal) => handler(record, { signal, attempt, partition, state }),
      maxHandlerTimeMs: limits.maxHandlerTimeMs,
      signal: lost,
      onStuck: () => settings.onFatal(new HandlerStuckError({ topic, partition, offset })),
    });
  };

  const place = (outputs: readonly OutputRecord[]): Promise<readonly PlacedOutput[]> => {
    const { maxOutputBytes } = limits;
    return Promise.all(
      outputs.map((output) => placeOutput(output, { reader, inputPartition: partition, maxOutputBytes })),
    );
  };

  const step = async (item: Item): Promise<StepResult> => {
    const { record } = item;
    item.attempt += 1;
    const refusal = refused.get(recordId(record));
    if (refusal !== undefined) return park(item, refusal);
    const startedAt = performance.now();
    let outputs: readonly PlacedOutput[];
    try {
      item.returned ??= await handle(item);
      outputs = await place(item.returned);
    } catch (error) {
      return failed(item, error);
    }
    finish(item, outputs);
    const milliseconds = performance.now() - startedAt;
    onEvent({
      type: 'record-handled',
      partition,
      topic: record.topic,
      attempt: item.attempt,
      milliseconds,
    });
    return 'finished';
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
    // The handler may have told its state of outputs that never come to be: only a restored state is without them.
    if (item.returned !== undefined && settings.restore) {
      giveUp(new RecordRefusedError(record, error));
      return 'finished';
    }
    return park(item, error);
  };

  const park = (item: Item, error: unknown): StepResult => {
    const { record, attempt } = item;
    const { topic, offset } = record;
    finish(item, [
      deadLetter(record, { to: settings.deadLetterTopic(topic), group, attempts: attempt, error }),
    ]);
    onEvent({ type: 'record-dead-lettered', partition, topic, error });
    logger.error('record is dead-lettered', { topic, partition, offset: `${offset}`, attempt, error });
    return 'finished';
  };

  const finish = (item: Item, outputs: readonly PlacedOutput[]): void => {
    if (lost.aborted) return;
    if (item.failingSince !== undefined) lastError = undefined;
    tracker.finish(item.slot, outputs);
    committer.soon();
  };

  const giveUp = (error: unknown): void => {
    lastError = error;
    abandon(error);
    onLost(error);
  };

  const isFull = (): boolean =>
    tracker.pending >= limits.maxBatchRecords || tracker.pendingBytes >= limits.maxBufferedBytes;

  const committer = prefixCommitter({
    tracker,
    writer,
    limits,
    lost,
    isFull: () => isFull(),
    onCommitted,
    onFailed: giveUp,
  });
  const lanes = keyLanes<Item>(limits.concurrency, step);

  const stopLanes = async (): Promise<void> => {
    await lanes.stop();
    await committer.idle();
    settled.resolve();
  };

  const abandon = (reason: unknown): void => {
    ownership.abort(reason);
    committer.cancelTimer();
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
        committer.soon();
        return true;
      }
      onEvent({ type: 'batch-delivered', partition, topic, records: records.length });
      records.forEach((record, index) => {
        const next = records[index + 1]?.offset ?? nextOffset;
        const slot = tracker.add(record, next, byteSize(record));
        lanes.add(record.key, { record, slot, attempt: 0, failingSince: undefined, returned: undefined });
      });
      return true;
    },
    drain: async () => {
      await stopLanes();
      await committer.flush();
    },
    abandon,
  };
};
