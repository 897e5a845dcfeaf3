import { InvalidArgumentError } from 'commander';
import type { PartitionBounds, TopicAdmin } from '@orderflow/kafka/core';
import { usageError } from '../cli.error.ts';

/** A place in a log as a person names it. */
export type LogPosition =
  | { readonly at: 'earliest' }
  | { readonly at: 'latest' }
  | { readonly at: 'offset'; readonly offset: bigint }
  | { readonly at: 'time'; readonly timestamp: number };

const rfc3339 = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})$/;
const largestOffset = 2n ** 63n - 1n;

/** Reads `earliest`, `latest`, an offset, or a time as RFC 3339 writes it, zone included. */
export const logPosition = (text: string): LogPosition => {
  if (text === 'earliest' || text === 'latest') return { at: text };
  if (/^\d{1,19}$/.test(text) && BigInt(text) <= largestOffset) return { at: 'offset', offset: BigInt(text) };
  const timestamp = rfc3339.test(text) ? new Date(text).getTime() : Number.NaN;
  if (!Number.isNaN(timestamp)) return { at: 'time', timestamp };
  throw new InvalidArgumentError(
    'It has to be earliest, latest, an offset, or a time like 2026-01-31T12:00:00Z.',
  );
};

/**
 * The offset that a position means in each of some partitions. `latest` is the last stable offset: what an open
 * transaction still holds back lies behind it. A time is the first record not older, or `latest` where there is none.
 *
 * @param partition the only one that is meant; by default all of the topic
 * @throws CliError with exit code 2 for a partition that isn't there, an offset without a partition or outside the log
 */
export async function offsetsAt(
  admin: Pick<TopicAdmin, 'describe' | 'offsetsAtTime'>,
  topic: string,
  position: LogPosition,
  partition?: number,
): Promise<ReadonlyMap<number, bigint>> {
  const { partitions } = await admin.describe(topic);
  const meant = partitions.filter((each) => partition === undefined || each.partition === partition);
  if (meant.length === 0) throw usageError(`${topic} has no partition ${partition}`);
  if (position.at === 'offset' && meant.length > 1) {
    throw usageError(`an offset is of one partition: name it with --partition, ${topic} has ${meant.length}`);
  }
  const times = position.at === 'time' ? await admin.offsetsAtTime(topic, position.timestamp) : [];
  return new Map(meant.map((bounds) => [bounds.partition, offsetIn(topic, bounds, position, times)]));
}

const offsetIn = (
  topic: string,
  { partition, start, end, lastStable }: PartitionBounds,
  position: LogPosition,
  times: readonly bigint[],
): bigint => {
  switch (position.at) {
    case 'earliest':
      return start;
    case 'latest':
      return lastStable;
    case 'time': {
      const found = times[partition] ?? lastStable;
      return found < lastStable ? found : lastStable;
    }
    case 'offset':
      if (position.offset >= start && position.offset <= end) return position.offset;
      throw usageError(`${topic}[${partition}] holds ${start} to ${end}: ${position.offset} is outside`);
  }
};
