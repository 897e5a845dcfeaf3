/** What an extractor sees of a record. */
export interface ExtractedFrom<K, V> {
  readonly key: K;
  readonly value: V;
  /** The record's own timestamp, ms since the epoch; -1 where it has none. */
  readonly timestamp: number;
  /** The greatest timestamp that was taken from its partition before, or -1. */
  readonly partitionTime: number;
}

/** Gives the time of a record in ms since the epoch, or 'skip' for one that is to be left out and counted. */
export type TimestampExtractor<K, V> = (record: ExtractedFrom<K, V>) => number | 'skip';

/** What becomes of a record whose time can't be: it fails, is left out, or takes the time of its partition. */
export type InvalidTimestampPolicy = 'fail' | 'skip' | 'partition-time';

/** A record's time is negative, not an integer, or too far ahead. */
export class InvalidTimestampError extends Error {
  readonly code = 'INVALID_TIMESTAMP';
  override readonly name = 'InvalidTimestampError';
}

export interface TimestampOptions<K, V> {
  /** Reads the time from the record; default: its own timestamp. */
  readonly from?: (record: ExtractedFrom<K, V>) => number;
  /** For negative times and such as are no integer; default 'fail'. */
  readonly onNegative?: InvalidTimestampPolicy;
  /**
   * A time so many ms past that of its partition is taken for a wrong clock, since one such record would move stream time on and make
   * all that follow late. The first record of a partition is never. Default: no bound.
   */
  readonly maxAheadMs?: number;
  /** For times too far ahead; default 'fail'. */
  readonly onFarAhead?: InvalidTimestampPolicy;
}

const isTime = (time: number): boolean => Number.isSafeInteger(time) && time >= 0;

/** What is taken where a topic has no extractor: the record's own timestamp. @throws InvalidTimestampError where that can't be */
export const ownTime = (timestamp: number): number => {
  if (!isTime(timestamp)) throw new InvalidTimestampError(`timestamp ${timestamp} is no time`);
  return timestamp;
};

/** Takes times from records under policies for those that can't be right (Kafka Streams' FailOnInvalid, LogAndSkipOnInvalid, UsePartitionTimeOnInvalid). */
export const timestamps = <K, V>({
  from = ({ timestamp }) => timestamp,
  onNegative = 'fail',
  maxAheadMs = Infinity,
  onFarAhead = 'fail',
}: TimestampOptions<K, V> = {}): TimestampExtractor<K, V> => {
  const settle = (
    policy: InvalidTimestampPolicy,
    partitionTime: number,
    problem: string,
  ): number | 'skip' => {
    if (policy === 'skip') return 'skip';
    if (policy === 'partition-time' && partitionTime >= 0) return partitionTime;
    throw new InvalidTimestampError(problem);
  };
  return (record) => {
    const time = from(record);
    const { partitionTime } = record;
    if (!isTime(time)) return settle(onNegative, partitionTime, `timestamp ${time} is no time`);
    if (partitionTime >= 0 && time - partitionTime > maxAheadMs)
      return settle(
        onFarAhead,
        partitionTime,
        `timestamp ${time} is ${time - partitionTime} ms past its partition`,
      );
    return time;
  };
};
