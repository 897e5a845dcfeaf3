import type { LogReader } from '@orderflow/kafka/core';
import type { ReplayPlan } from './protocol/replay-message.ts';
import { unpaced } from './reading/pace.ts';
import { rangeProgress, type OnProgress } from './reading/progress-meter.ts';
import { readRanges } from './reading/read-ranges.ts';
import type { RecordTally } from './reading/record-tally.ts';
import type { PartitionRange } from './reading/replay-range.ts';
import type { RebuildableHandler } from './rebuild/rebuildable-handler.ts';
import type { HandledRange } from './verify/handled-range.ts';
import { handleRange } from './verify/handle-range.ts';
import type { VerifiableHandler } from './verify/verifiable-handler.ts';

interface PlanOptions {
  readonly log: Pick<LogReader, 'readPartition'>;
  readonly topic: string;
  readonly key: string | undefined;
  /** Records per second that the replay would be held to. */
  readonly rate: number;
  readonly tally: RecordTally;
  readonly onProgress: OnProgress;
  readonly signal: AbortSignal;
}

/** What a rebuild would read. */
export async function planRebuild(
  { mode }: Pick<RebuildableHandler, 'mode'>,
  ranges: readonly PartitionRange[],
  options: PlanOptions,
): Promise<ReplayPlan> {
  const { rate, tally } = options;
  for await (const record of readRanges({ ...options, ranges, pace: unpaced, phase: 'reading' }))
    tally.add(record);
  return planOf(mode, ranges, tally, rate);
}

/** What a verification would read, and which effects it would ask the ledger for: the handler runs, and nothing is compared. */
export async function planVerification(
  handler: VerifiableHandler,
  { ranges, outputEnds }: HandledRange,
  options: PlanOptions,
): Promise<ReplayPlan> {
  const { rate, tally, onProgress } = options;
  const progressOf = rangeProgress(onProgress, ranges);
  for (const range of ranges) {
    const handling = {
      ...options,
      handler,
      outputEnds,
      pace: unpaced,
      phase: 'reading',
      onProgress: progressOf(range),
    } as const;
    // What fails otherwise than by its effects is for the run to tell.
    for await (const { record } of handleRange(handling, range)) tally.add(record);
  }
  return { ...planOf(handler.mode, ranges, tally, rate), effects: handler.effects() };
}

const planOf = (
  mode: ReplayPlan['mode'],
  ranges: readonly PartitionRange[],
  tally: RecordTally,
  rate: number,
): ReplayPlan => {
  const read = tally.read(ranges);
  return { kind: 'plan', mode, ...read, rate, estimatedSeconds: Math.ceil(read.records / rate) };
};
