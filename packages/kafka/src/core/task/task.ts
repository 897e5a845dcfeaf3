import { RecordRefusedError } from '../errors.ts';
import { fullJitter } from '../full-jitter.ts';
import type { LogReader } from '../log-reader.ts';
import { parkedKeys } from '../parking/parked-keys.ts';
import type { ParkedKeys } from '../parking/parked-keys.ts';
import { parkingLot } from '../parking/parking-lot.ts';
import { InvalidRedriveCommandError } from '../parking/redrive-command.ts';
import { redrive } from '../parking/redrive.ts';
import type { Redrive } from '../parking/redrive.ts';
import { byteSize } from '../record-mapping.ts';
import type { KafkaRecord } from '../record.ts';
import type { ResolvedOptions } from '../resolved-options.ts';
import type { CircuitState } from './circuit.ts';
import { handlingOf, handlingRunner } from './handling.ts';
import type { Handling } from './handling.ts';
import { keyLanes } from './key-lanes.ts';
import type { StepResult } from './key-lanes.ts';
import { laneGuard } from './lane-guard.ts';
import { prefixCommitter } from './prefix-committer.ts';
import { prefixTracker, recordId } from './prefix.ts';
import type { PlacedOutput, Slot } from './prefix.ts';
import { turns } from './turns.ts';
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
  /** True while the task holds as many uncommitted records as it may, or starts none because a dependency is down. */
  readonly isFull: boolean;
  /** True once half of what it may hold is free again, and records start. */
  readonly hasRoom: boolean;
  readonly circuit: { readonly state: CircuitState; readonly dependency: string | undefined };
  /** Keys that wait for an operator. */
  readonly quarantinedKeys: number;
  /** Time of the oldest record not committed yet, in ms since the epoch; undefined while there is none. */
  readonly oldestTimestamp: number | undefined;
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
  /** What is known of each source's parked keys; changed from here on only with the outputs that say so. */
  readonly parked: ReadonlyMap<string, ParkedKeys>;
  readonly writer: TransactionalWriter;
  readonly reader: LogReader;
  readonly settings: ResolvedOptions<State>;
  /** Aborted by `abandon`; whoever shares its signal, the writer first of all, ends with the task. */
  readonly ownership: AbortController;
  /** Why records, by `recordId`, are dead-lettered without being handled (again). */
  readonly refused: ReadonlyMap<string, unknown>;
  /** Called when room may have become free. */
  readonly onRoom: () => void;
  /** Called once when the task can't go on under this ownership; with a `RecordRefusedError` it has to be restored. */
  readonly onLost: (error: unknown) => void;
}

interface Item {
  readonly slot: Slot;
  readonly handling: Handling;
  /** Set for an operator's command, which concerns dead letters instead of being handled itself. */
  readonly redrive: Redrive | undefined;
}

export const startTask = <State>(options: TaskOptions<State>): Task => {
  const { partition, state, writer, reader, settings, ownership, refused, onRoom, onLost } = options;
  const { limits, retry, circuit, onEvent } = settings;
  const positions = new Map(options.positions);
  const tracker = prefixTracker();
  const { signal: lost } = ownership;
  const settled = Promise.withResolvers<void>();
  let lastError: unknown;
  let isStopping = false;

  const keysOf = (topic: string): ParkedKeys => options.parked.get(topic) ?? parkedKeys();
  /** Hardly ever is there one, and then a record needs no name. */
  const refusalOf = (record: KafkaRecord): unknown =>
    refused.size === 0 ? undefined : refused.get(recordId(record));
  const lot = parkingLot({ partition, keysOf, settings });
  const runner = handlingRunner({ partition, state, reader, settings, lost });

  const step = (item: Item): Promise<StepResult> =>
    item.redrive ? redriveStep(item, item.redrive) : recordStep(item);

  const recordStep = async (item: Item): Promise<StepResult> => {
    const { handling } = item;
    const { record } = handling;
    const refusal = refusalOf(record);
    if (refusal !== undefined) return finish(item, lot.park(record, handling.attempt, refusal));
    if (lot.mustWait(record)) return finish(item, lot.queue(record));
    try {
      return finish(item, await runner.attempt(handling));
    } catch (error) {
      if (lost.aborted) return 'finished';
      const retryAfterMs = runner.retryAfter(handling, error);
      if (retryAfterMs !== undefined) return tryAgain(item, retryAfterMs, error);
      // The handler may have told its state of outputs that never come to be: only a restored state is without them.
      if (handling.returned !== undefined && settings.restore) {
        return giveUp(new RecordRefusedError(record, error));
      }
      lastError = error;
      return finish(item, lot.park(record, handling.attempt, error));
    }
  };

  /** Dead letters parked by records before it can be read only once those are committed. */
  const redriveStep = async (item: Item, command: Redrive): Promise<StepResult> => {
    const { slot, handling } = item;
    const refusal = refusalOf(handling.record);
    if (refusal !== undefined) return finish(item, command.refuse(refusal));
    if (!order.isNext(slot)) return { after: order.next(slot) };
    handling.attempt += 1;
    try {
      const turn = await command.turn();
      return 'outputs' in turn ? finish(item, turn.outputs) : tryAgain(item, turn.retryAfterMs, turn.error);
    } catch (error) {
      if (lost.aborted) return 'finished';
      if (error instanceof RecordRefusedError) return giveUp(error);
      if (error instanceof InvalidRedriveCommandError) return finish(item, command.refuse(error));
      return tryAgain(item, fullJitter(retry, handling.attempt, settings.random()), error);
    }
  };

  const tryAgain = (item: Item, retryAfterMs: number, error: unknown): StepResult => {
    lastError = error;
    guard.failed(item, error);
    return { retryAfterMs };
  };

  const finish = (item: Item, outputs: readonly PlacedOutput[]): StepResult => {
    if (lost.aborted) return 'finished';
    if (item.handling.failingSince !== undefined) lastError = undefined;
    tracker.finish(item.slot, outputs);
    guard.ended(item);
    committer.soon();
    return 'finished';
  };

  const giveUp = (error: unknown): StepResult => {
    lastError = error;
    abandon(error);
    onLost(error);
    return 'finished';
  };

  const isFull = (): boolean =>
    guard.state !== 'closed' ||
    tracker.pending >= limits.maxBufferedRecords ||
    tracker.pendingBytes >= limits.maxBufferedBytes;

  const committer = prefixCommitter({
    tracker,
    writer,
    limits,
    lost,
    isFull: () => isFull(),
    onCommitted: () => {
      order.moved();
      onRoom();
    },
    onFailed: giveUp,
  });
  const order = turns((slot) => tracker.first === slot && !committer.isCommitting);
  const lanes = keyLanes<Item>(limits.concurrency, step);
  const guard = laneGuard<Item>({
    ...circuit,
    random: settings.random,
    lanes: () => lanes,
    partition,
    onEvent,
    onClosed: onRoom,
  });

  const stopLanes = async (): Promise<void> => {
    isStopping = true;
    guard.stop();
    await lanes.stop();
    await committer.idle();
    settled.resolve();
  };

  const abandon = (reason: unknown): void => {
    ownership.abort(reason);
    committer.cancelTimer();
    void stopLanes();
  };

  const itemOf = (record: KafkaRecord, nextOffset: bigint): Item => {
    const topic = settings.redriveSource(record.topic);
    const about = { record, keys: keysOf(topic ?? record.topic), reader, runner, settings, signal: lost };
    return {
      slot: tracker.add(record, nextOffset, byteSize(record)),
      handling: handlingOf(record),
      redrive: topic === undefined ? undefined : redrive({ ...about, topic, isStopping: () => isStopping }),
    };
  };

  return {
    committed: writer.committed,
    position: (topic) => positions.get(topic) ?? 0n,
    get isFull() {
      return isFull();
    },
    get hasRoom() {
      return (
        guard.state === 'closed' &&
        tracker.pending <= limits.maxBufferedRecords / 2 &&
        tracker.pendingBytes <= limits.maxBufferedBytes / 2
      );
    },
    get circuit() {
      return { state: guard.state, dependency: guard.dependency };
    },
    get quarantinedKeys() {
      return [...options.parked.values()].reduce((sum, { size }) => sum + size, 0);
    },
    get oldestTimestamp() {
      return tracker.first?.timestamp;
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
        lanes.add(record.key, itemOf(record, records[index + 1]?.offset ?? nextOffset));
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
