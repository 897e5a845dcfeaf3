import type { Serde } from '../serde/serde.ts';
import type { ExtractedFrom, TimestampExtractor } from '../time/timestamp-extractor.ts';

/** A topic and, once and for all, what its records are made of. A plain value; two of one name must be the same value. */
export interface StreamTopic<K, V> {
  readonly name: string;
  readonly key: Serde<K>;
  readonly value: Serde<V>;
  /** Its partition count, where it is known before a start; co-partitioning is checked with it. */
  readonly partitions?: number;
  /** Default: the record's own timestamp, and an error where that is negative. */
  timestamps?(record: ExtractedFrom<K, V>): ReturnType<TimestampExtractor<K, V>>;
}

/** A topic as one that only writes to it needs it. */
export interface WrittenTopic<K, V> {
  readonly name: string;
  readonly key: Pick<Serde<K>, 'serialize'>;
  /** Nulls are written as they are, without it. */
  readonly value: Pick<Serde<V>, 'serialize'>;
  readonly partitions?: number;
}

/** Names the types of a topic once, so that all that is derived from it infers them. */
export const topic = <K, V>(declaration: StreamTopic<K, V>): StreamTopic<K, V> => declaration;
