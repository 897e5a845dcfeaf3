import type { InternalCluster } from '../../kafkajs/index.ts';
import { answered } from '../answered.ts';
import { CommittedOffsetLostError, CommittedOffsetOutOfRangeError } from '../errors.ts';
import type { LogReader } from '../log-reader.ts';
import { committedOffsets } from '../offset-store.ts';
import { restoreParkedKeys } from '../parking/parked-keys.ts';
import type { ParkedKeys } from '../parking/parked-keys.ts';
import type { ResolvedOptions } from '../resolved-options.ts';
import type { Membership } from './membership.ts';
import { openTransactionalProducer } from './transactional-producer.ts';
import { isVisible } from './is-visible.ts';
import { startingPosition } from './starting-position.ts';
import type { StartingPosition } from './starting-position.ts';
import { transactionalWriter } from './transactional-writer.ts';
import type { TransactionalWriter } from './transactional-writer.ts';

/** A task that was taken over: where it goes on, with what state, and how it commits. */
export interface AcquiredTask<State> {
  readonly positions: ReadonlyMap<string, bigint>;
  readonly state: State;
  /** By topic. */
  readonly parked: ReadonlyMap<string, ParkedKeys>;
  readonly writer: TransactionalWriter;
}

interface Acquisition<State> {
  readonly partition: number;
  readonly membership: Membership;
  readonly cluster: InternalCluster;
  readonly reader: LogReader;
  readonly settings: ResolvedOptions<State>;
  /** Fires when the ownership ends, during the takeover or after it; the writer commits nothing more then. */
  readonly signal: AbortSignal;
}

/**
 * Takes a task over without repeating or losing anything that its former owner committed or was about to commit.
 *
 * The order is the protocol. The transactional id first: that fences the former owner and makes the broker resolve its
 * pending transaction, before which the committed offset may be an old one (kafkajs can't ask for a stable offset). Then
 * the offset, checked against the log and moved by `onOffsetOutOfRange` alone, then the state. A task with neither offset
 * nor rows commits the log's start before its first record, so that rows without an offset can only mean that the offset
 * was lost.
 *
 * @throws CommittedOffsetOutOfRangeError, CommittedOffsetLostError: `mustStandStill`
 */
export const acquireTask = async <State>(acquisition: Acquisition<State>): Promise<AcquiredTask<State>> => {
  const { partition, membership, cluster, reader, settings, signal } = acquisition;
  const { group, topics, logger, onEvent } = settings;
  const openProducer = () =>
    openTransactionalProducer({
      brokers: settings.brokers,
      clientId: settings.clientId,
      logger,
      transactionalId: `${group}.${partition}`,
      group,
      partition,
      transactionTimeoutMs: settings.transactionTimeoutMs,
      compression: settings.compression,
    });
  const readCommitted = () => committedOffsets(cluster, group, topics, partition);

  // Parked records keep the partition's number; a topic that lacks it would hold the task back at the first of them.
  for (const topic of settings.sources.flatMap((each) => Object.values(settings.parkingTopics(each)))) {
    await answered(reader.assertPartition(topic, partition));
  }
  // A member that was expelled must not fence its successor.
  await answered(membership.assertCurrent());
  const producer = await answered(openProducer());
  try {
    const found = await answered(readCommitted());
    const starts: StartingPosition[] = [];
    for (const topic of topics) {
      const log = await answered(reader.bounds(topic, partition));
      starts.push(startingPosition({ topic, partition }, found.get(topic), log, settings.onOffsetOutOfRange));
    }
    const positions = new Map(starts.map(({ topic, offset }) => [topic, offset]));

    const { parked, parkedRows } = await restoreParked(acquisition);
    const { state, rows } = await restore(acquisition);
    signal.throwIfAborted();
    if (rows + parkedRows > 0 && topics.every((topic) => found.get(topic) === undefined)) {
      throw new CommittedOffsetLostError(group, partition, rows + parkedRows);
    }
    const uncommitted = starts.filter(({ isCommitted }) => !isCommitted);
    if (uncommitted.length > 0) {
      const offsets = new Map(uncommitted.map(({ topic, offset }) => [topic, offset]));
      await answered(membership.commitOffsets(partition, offsets));
    }
    tellMoves(acquisition, uncommitted);

    const writer = transactionalWriter({
      partition,
      producer,
      openProducer,
      membership,
      readCommitted,
      isVisible: (acknowledged) => isVisible(reader, acknowledged),
      committed: positions,
      signal,
      logger,
      onEvent,
    });
    return { positions, state, parked, writer };
  } catch (error) {
    await answered(producer.close());
    throw error;
  }
};

const restoreParked = async <State>({ partition, reader, settings, signal }: Acquisition<State>) => {
  const parked = new Map<string, ParkedKeys>();
  let parkedRows = 0;
  for (const topic of settings.sources) {
    const topics = settings.parkingTopics(topic);
    const { keys, rows } = await restoreParkedKeys({ reader, topics, partition, signal });
    parked.set(topic, keys);
    parkedRows += rows;
  }
  return { parked, parkedRows };
};

/** Whether a takeover failed for what only a person can decide, so that trying again would find the same. */
export const mustStandStill = (error: unknown): boolean =>
  error instanceof CommittedOffsetOutOfRangeError || error instanceof CommittedOffsetLostError;

/** What was skipped (or, to an offset below, will be repeated) is told once the move is committed. */
const tellMoves = <State>(
  { partition, settings: { group, logger, onEvent } }: Acquisition<State>,
  starts: readonly StartingPosition[],
): void => {
  for (const { topic, movedFrom: from, offset: to } of starts) {
    if (from === undefined) continue;
    onEvent({ type: 'offset-moved', partition, topic, from, to });
    logger.error('offset outside the log was moved', {
      group,
      topic,
      partition,
      from: `${from}`,
      to: `${to}`,
    });
  }
};

const restore = async <State>({
  partition,
  reader,
  settings,
  signal,
}: Acquisition<State>): Promise<{ state: State; rows: number }> => {
  let rows = 0;
  const readPartition = async function* (topic: string) {
    for await (const record of reader.readPartition(topic, partition, { signal })) {
      rows += 1;
      yield record;
    }
  };
  // Without `restore` the state's type is its default, undefined.
  const state = settings.restore
    ? await settings.restore({ partition, signal, readPartition })
    : (undefined as State);
  return { state, rows };
};
