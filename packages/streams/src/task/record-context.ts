/** Headers in their order; a name may stand more than once. */
export type Headers = readonly (readonly [name: string, value: Uint8Array | null])[];

/** Where the record under way came from. It is one object a task, which changes from record to record. */
export interface RecordContext {
  readonly topic: string;
  readonly partition: number;
  /** -1 where the record came from no log: a punctuation. */
  readonly offset: bigint;
  readonly headers: Headers;
}

/** Why a record went no further: late for its window, without the key it needs, without a value, or its time was not to be had. */
export type DropReason = 'late' | 'null-key' | 'null-value' | 'invalid-timestamp';

/** A record that an operator left out, by its coordinates. */
export interface Drop extends Pick<RecordContext, 'topic' | 'partition' | 'offset'> {
  readonly reason: DropReason;
  /** Name of the node that left it out. */
  readonly node: string;
  readonly timestamp: number;
}
