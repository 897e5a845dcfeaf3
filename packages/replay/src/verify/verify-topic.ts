import type { LogReader } from '@orderflow/kafka/core';
import type { Verified } from '../protocol/replay-message.ts';
import { failureList } from '../reading/failure-list.ts';
import type { Pace } from '../reading/pace.ts';
import { rangeProgress, type OnProgress } from '../reading/progress-meter.ts';
import type { RecordTally } from '../reading/record-tally.ts';
import type { HandledRange } from './handled-range.ts';
import { handleRange, liveOutputsOf } from './handle-range.ts';
import { LiveOutputs } from './live-outputs.ts';
import { OutputComparison } from './output-comparison.ts';
import { parkedOffsets } from './parked-offsets.ts';
import type { VerifiableHandler } from './verifiable-handler.ts';

export interface VerifyTopicOptions {
  readonly id: string;
  readonly handler: VerifiableHandler;
  readonly log: Pick<LogReader, 'readPartition' | 'partitionCount'>;
  readonly group: string;
  readonly topic: string;
  readonly range: HandledRange;
  readonly key: string | undefined;
  readonly pace: Pace;
  readonly tally: RecordTally;
  /** How many failures and differences are told in full. */
  readonly reportLimit: number;
  readonly onProgress: OnProgress;
  readonly signal: AbortSignal;
}

/** Runs a handler on records that it has handled and compares what it gives with what it gave. Nothing is produced. */
export async function verifyTopic(options: VerifyTopicOptions): Promise<Verified> {
  const { id, handler, range, tally, reportLimit, onProgress } = options;
  const { ranges, outputEnds } = range;
  const failures = failureList(reportLimit);
  const comparison = new OutputComparison((output) => handler.identify(output), reportLimit);
  let parked = 0;
  const progressOf = rangeProgress(onProgress, ranges);
  for (const each of ranges) {
    const handling = {
      ...options,
      outputEnds,
      phase: 'replaying',
      onProgress: progressOf(each),
    } as const;
    const live = new LiveOutputs(liveOutputsOf(handling, each.partition), (output) =>
      handler.identify(output),
    );
    const replayed = new Set<string>();
    const letters = await parkedOffsets(options, each.partition);
    for await (const handled of handleRange(handling, each)) {
      const { record } = handled;
      tally.add(record);
      const inputId = handler.inputId(record);
      if (inputId !== undefined) replayed.add(inputId);
      const isParked = letters.has(record.offset);
      if (isParked) parked += 1;
      if (!handled.failed) await comparison.add(record, handled.outputs, live, isParked);
      else if (!isParked) failures.add(record, handled.error);
    }
    await comparison.finish(live, (causeId) => replayed.has(causeId));
  }
  return {
    kind: 'verified',
    id,
    ...tally.read(ranges),
    ...failures.result(),
    parked,
    ...comparison.result,
    effects: handler.effects(),
  };
}
