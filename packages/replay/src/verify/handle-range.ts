import { classifyFailure, type KafkaRecord, type LogReader, type OutputRecord } from '@orderflow/kafka/core';
import { unpaced, type Pace } from '../reading/pace.ts';
import type { OnProgress } from '../reading/progress-meter.ts';
import { readRanges } from '../reading/read-ranges.ts';
import type { PartitionRange } from '../reading/replay-range.ts';
import type { VerifiableHandler } from './verifiable-handler.ts';

export interface HandleRangeOptions {
  readonly handler: VerifiableHandler;
  readonly log: Pick<LogReader, 'readPartition'>;
  readonly topic: string;
  /** Ends of the output topic's partitions, as they stood after the range was fixed. */
  readonly outputEnds: readonly bigint[];
  readonly key: string | undefined;
  readonly pace: Pace;
  readonly phase: 'reading' | 'replaying';
  readonly onProgress: OnProgress;
  readonly signal: AbortSignal;
}

/** A record and what the handler made of it: outputs, or an error that no later attempt would end. */
export type HandledRecord = { readonly record: KafkaRecord } & (
  | { readonly outputs: readonly OutputRecord[]; readonly failed: false }
  | { readonly error: unknown; readonly failed: true }
);

/**
 * Runs a handler on one partition in the order of the log. A record that fails for good is passed on as such and the next one goes
 * on, as in the live consumer; what may succeed later (a database that is away) ends the replay.
 */
export async function* handleRange(
  options: HandleRangeOptions,
  range: PartitionRange,
): AsyncGenerator<HandledRecord, void, undefined> {
  const { handler, pace, onProgress, signal } = options;
  const read = (reading: { readonly pace: Pace; readonly onProgress: OnProgress }) =>
    readRanges({ ...options, ranges: [range], ...reading });
  const handle = await handler.open({
    partition: range.partition,
    fromStart: range.fromStart,
    inputs: () => read({ pace: unpaced, onProgress: () => undefined }),
    outputs: () => liveOutputsOf(options, range.partition),
  });
  for await (const record of read({ pace, onProgress })) {
    yield await handled(record, () => handle(record, signal));
  }
}

async function handled(
  record: KafkaRecord,
  handle: () => Promise<readonly OutputRecord[]>,
): Promise<HandledRecord> {
  try {
    return { record, outputs: await handle(), failed: false };
  } catch (error) {
    if (classifyFailure(error) === 'retryable') throw error;
    return { record, error, failed: true };
  }
}

/** What stands in a partition of the output topic. */
export const liveOutputsOf = (
  { log, handler, outputEnds, signal }: Pick<HandleRangeOptions, 'log' | 'handler' | 'outputEnds' | 'signal'>,
  partition: number,
): AsyncIterable<KafkaRecord> =>
  log.readPartition(handler.outputTopic, partition, { to: outputEnds[partition] ?? 0n, signal });
