/** One header as the log holds it; a name may occur more than once, and a value may be null. */
export type HeaderEntry = readonly [name: string, value: Buffer | null];

/** A record as the log holds it: raw bytes, nothing parsed, a null value is a tombstone. */
export interface KafkaRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  /** Milliseconds since the epoch, as the producer or the broker set it. */
  readonly timestamp: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: readonly HeaderEntry[];
}

/** A record to be produced. */
export interface OutputRecord {
  readonly topic: string;
  /** By default Java's murmur2 of the key over the topic's partitions; without a key the partition of the input. */
  readonly partition?: number;
  readonly key: Buffer | string | null;
  /** null is a tombstone. */
  readonly value: Buffer | string | null;
  /** In order; an undefined value leaves the header out, null is sent as null. */
  readonly headers?: readonly (readonly [name: string, value: Buffer | string | null | undefined])[];
  /** Milliseconds since the epoch; by default the time of sending. */
  readonly timestamp?: number;
}

/** The first value of a header as UTF-8 text; undefined when the header is absent or null. */
export const headerText = (headers: readonly HeaderEntry[], name: string): string | undefined =>
  headers.find(([candidate]) => candidate === name)?.[1]?.toString('utf8');
