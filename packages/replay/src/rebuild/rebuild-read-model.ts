import type { KafkaRecord, LogReader, TopicAdmin } from '@orderflow/kafka/core';
import type { Clock } from '../clock.ts';
import type { Rebuilt } from '../protocol/replay-message.ts';
import { failureList } from '../reading/failure-list.ts';
import { unpaced, type Pace } from '../reading/pace.ts';
import type { OnProgress } from '../reading/progress-meter.ts';
import { readRanges } from '../reading/read-ranges.ts';
import type { RecordTally } from '../reading/record-tally.ts';
import { offsetsIn, resolveRange, type PartitionRange } from '../reading/replay-range.ts';
import { ReplayError } from '../replay.errors.ts';
import { inBatches } from './in-batches.ts';
import { liveHasPassed } from './live-position.ts';
import type { RebuildableHandler, WriteShadow } from './rebuildable-handler.ts';

export interface RebuildOptions {
  readonly id: string;
  readonly handler: RebuildableHandler;
  readonly log: LogReader;
  readonly admin: Pick<TopicAdmin, 'committedOffsets'>;
  readonly group: string;
  readonly topic: string;
  readonly pace: Pace;
  readonly tally: RecordTally;
  /** How many failures and differences are told in full. */
  readonly reportLimit: number;
  readonly clock: Clock;
  readonly onProgress: OnProgress;
  readonly signal: AbortSignal;
}

/** Records in one transaction of the shadow. */
const batchSize = 200;
/** So few offsets are read while the live handler stands still: well below a second. */
const tailOffsets = 500;
/** The live handler's own statements give up after 10 s and are then tried again. */
const holdMs = 8_000;
const livePatienceMs = 60_000;

/**
 * Fills the shadow from the whole topic, catches up with what arrived meanwhile, lets the live handler write to both from there on, and
 * compares the two once the live one has got there. Readers see the live one throughout, and afterwards until the pointer is switched.
 *
 * @throws ReplayError TOPIC_TRUNCATED, OUTRUN, LIVE_BEHIND, and what the shadow throws
 */
export async function rebuildReadModel(options: RebuildOptions): Promise<Rebuilt> {
  const { id, handler, tally, reportLimit, onProgress } = options;
  const { shadow } = handler;
  const failures = failureList(reportLimit);
  const onFailure = (record: KafkaRecord, error: unknown) => failures.add(record, error);

  const whole = await wholeTopic(options);
  await shadow.begin(id);
  let position = await fill(options, whole, (records) => shadow.write(id, records, onFailure));
  await shadow.follow(id, async (write) => {
    position = await readTail(options, position, (records) => write(records, onFailure));
  });
  await liveHasPassed({ ...options, patienceMs: livePatienceMs }, position);

  onProgress({ phase: 'comparing', done: 0, total: 1 });
  const compared = await shadow.compare(reportLimit);
  onProgress({ phase: 'comparing', done: 1, total: 1 });
  const read = position.map((to, partition) => ({ partition, from: 0n, to, fromStart: true }));
  return { kind: 'rebuilt', id, ...tally.read(read), ...failures.result(), ...compared };
}

type Positions = readonly bigint[];
type Write = (records: Parameters<WriteShadow>[0]) => Promise<void>;

async function wholeTopic({ log, topic }: RebuildOptions): Promise<readonly PartitionRange[]> {
  const ranges = await resolveRange(log, topic, { from: 'earliest', to: 'end' });
  if (ranges.every(({ from }) => from === 0n)) return ranges;
  throw new ReplayError(
    'TOPIC_TRUNCATED',
    `${topic} no longer holds its first records: nothing can be built from it`,
  );
}

/** Reads the topic at its pace until only a short tail is left; the live handler goes on meanwhile. */
async function fill(
  options: RebuildOptions,
  whole: readonly PartitionRange[],
  write: Write,
): Promise<Positions> {
  const { topic, pace } = options;
  let ranges = whole;
  let phase: 'replaying' | 'catching up' = 'replaying';
  for (let last = Infinity; ;) {
    await readInto(options, { ranges, pace, phase }, write);
    const next = await rangesBehind(
      options,
      ranges.map(({ to }) => to),
    );
    const left = offsetsIn(next);
    if (left <= tailOffsets) return ranges.map(({ to }) => to);
    if (left >= last) {
      throw new ReplayError(
        'OUTRUN',
        `${topic} grows as fast as it is replayed (${left} offsets are left): raise the rate`,
      );
    }
    last = left;
    ranges = next;
    phase = 'catching up';
  }
}

async function readTail(options: RebuildOptions, from: Positions, write: Write): Promise<Positions> {
  const ranges = await rangesBehind(options, from);
  const signal = AbortSignal.any([options.signal, AbortSignal.timeout(holdMs)]);
  await readInto({ ...options, signal }, { ranges, pace: unpaced, phase: 'catching up' }, write);
  return ranges.map(({ to }) => to);
}

/** What has arrived since these positions. */
async function rangesBehind(
  { log, topic }: RebuildOptions,
  positions: Positions,
): Promise<readonly PartitionRange[]> {
  const now = await resolveRange(log, topic, { from: 'earliest', to: 'end' });
  return now.map((range) => ({ ...range, from: positions[range.partition] ?? range.from }));
}

interface Reading {
  readonly ranges: readonly PartitionRange[];
  readonly pace: Pace;
  readonly phase: 'replaying' | 'catching up';
}

async function readInto(options: RebuildOptions, reading: Reading, write: Write): Promise<void> {
  const records = readRanges({ ...options, ...reading });
  for await (const batch of inBatches(records, batchSize)) {
    await write(batch);
    for (const record of batch) options.tally.add(record);
  }
}
