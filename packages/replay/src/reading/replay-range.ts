import type { LogBounds, LogReader } from '@orderflow/kafka/core';
import type { RangeRequest } from '../protocol/replay-request.ts';
import { ReplayError } from '../replay.errors.ts';

/** Offsets of one partition, `to` not among them. */
export interface PartitionRange {
  readonly partition: number;
  readonly from: bigint;
  readonly to: bigint;
  /** Whether it begins where the log does. */
  readonly fromStart: boolean;
}

/** What `resolveRange` reads of a topic. */
export type RangeSource = Pick<LogReader, 'partitionCount' | 'bounds' | 'offsetForTime'>;

/**
 * The offsets that a request means in each partition: a time means the first record not older, and all are held within what a
 * read_committed reader can see now.
 *
 * @param ends by partition, where the range ends at the latest; by default the last stable offset
 * @throws UnknownTopicError, ReplayError INVALID_REQUEST for a partition that isn't there
 */
export async function resolveRange(
  source: RangeSource,
  topic: string,
  { from, to, partition: only }: Pick<RangeRequest, 'from' | 'to' | 'partition'>,
  ends?: readonly bigint[],
): Promise<readonly PartitionRange[]> {
  const all = Array.from({ length: await source.partitionCount(topic) }, (_, partition) => partition);
  const meant = only === undefined ? all : all.filter((partition) => partition === only);
  if (meant.length === 0) throw new ReplayError('INVALID_REQUEST', `${topic} has no partition ${only}`);
  return Promise.all(
    meant.map(async (partition) => {
      const log = await source.bounds(topic, partition);
      const last = ends?.[partition] ?? log.lastStable;
      const at = async (bound: 'earliest' | 'end' | { offset: bigint } | { time: number }) => {
        if (bound === 'earliest') return log.start;
        if (bound === 'end') return last;
        if ('offset' in bound) return bound.offset;
        return source.offsetForTime(topic, partition, bound.time);
      };
      return partitionRange(partition, log, { from: await at(from), to: await at(to), last });
    }),
  );
}

/** Holds a range within the log; one that would end before it begins is empty. */
export const partitionRange = (
  partition: number,
  { start, lastStable }: Pick<LogBounds, 'start' | 'lastStable'>,
  asked: { readonly from: bigint; readonly to: bigint; readonly last: bigint },
): PartitionRange => {
  const end = greatest(start, least(asked.to, asked.last, lastStable));
  const from = least(greatest(start, asked.from), end);
  return { partition, from, to: end, fromStart: from === start };
};

/** Offsets over all ranges: at least as many as records, since markers and aborted records count too. */
export const offsetsIn = (ranges: readonly PartitionRange[]): number =>
  Number(ranges.reduce((sum, { from, to }) => sum + (to - from), 0n));

const greatest = (a: bigint, b: bigint): bigint => (a > b ? a : b);
const least = (...offsets: readonly bigint[]): bigint => offsets.reduce((a, b) => (b < a ? b : a));
