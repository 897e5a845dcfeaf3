import type { LogReader, TopicAdmin } from '@orderflow/kafka/core';
import type { Clock } from '../clock.ts';
import type { RangeRequest } from '../protocol/replay-request.ts';
import { resolveRange, type PartitionRange, type RangeSource } from '../reading/replay-range.ts';

export interface HandledRangeOptions {
  readonly log: RangeSource & Pick<LogReader, 'bounds'>;
  readonly admin: Pick<TopicAdmin, 'committedOffsets'>;
  readonly request: Pick<RangeRequest, 'topic' | 'group' | 'from' | 'to'>;
  readonly outputTopic: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** The records that the live handler is done with, and the outputs that its answers are among. */
export interface HandledRange {
  readonly ranges: readonly PartitionRange[];
  readonly outputEnds: readonly bigint[];
}

const pollMs = 50;

/**
 * Ends the range where the live group's committed offsets stand: an input below them has its outputs in the log, since both are one
 * transaction; one above them has none yet, and would be reported for nothing.
 */
export async function handledRange(options: HandledRangeOptions): Promise<HandledRange> {
  const { log, admin, request, outputTopic } = options;
  const committed = await admin.committedOffsets(request.group, request.topic);
  const ranges = await resolveRange(
    log,
    request.topic,
    request,
    committed.map((offset) => offset ?? 0n),
  );
  const outputEnds = await Promise.all(
    Array.from({ length: await log.partitionCount(outputTopic) }, (_, partition) =>
      stableEnd(options, partition),
    ),
  );
  return { ranges, outputEnds };
}

/**
 * The end of a partition as it is now, once no transaction below it is open: a commit shows in the group's offsets a moment before
 * it shows in the last partition that it wrote.
 */
async function stableEnd(
  { log, outputTopic, clock, signal }: HandledRangeOptions,
  partition: number,
): Promise<bigint> {
  const { end } = await log.bounds(outputTopic, partition);
  for (;;) {
    if ((await log.bounds(outputTopic, partition)).lastStable >= end) return end;
    // A transaction ends by itself within its timeout; the broker sees to that.
    await clock.sleep(pollMs, signal);
  }
}
