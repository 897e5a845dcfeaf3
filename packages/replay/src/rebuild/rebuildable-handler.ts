import type { KafkaRecord } from '@orderflow/kafka/core';
import type { RowDifference } from '../protocol/replay-message.ts';

/** Writes records into the shadow in their order; `onFailure` hears of those that can never be read. */
export type WriteShadow = (
  records: readonly KafkaRecord[],
  onFailure: (record: KafkaRecord, error: unknown) => void,
) => Promise<void>;

/** Rows of the live read model and of its shadow, compared in one snapshot. */
export interface ComparedRows {
  readonly rows: number;
  readonly differing: number;
  readonly differences: RowDifference[];
}

/** Which of the two tables readers see. */
export interface Pointer {
  readonly active: string;
  readonly before: string;
}

/**
 * A read model of which a second one is built beside the live one. Whoever begins takes the shadow; a replay that lost it fails
 * at its next write, with the code `SHADOW_TAKEN`.
 */
export interface ShadowReadModel {
  /** Takes the shadow and empties it; the live handler doesn't write to it any more. */
  begin(replayId: string): Promise<void>;
  /** One transaction. */
  write(replayId: string, ...write: Parameters<WriteShadow>): Promise<void>;
  /**
   * Holds the live handler still while `catchUp` writes what is missing; when it goes on, it writes to both in one transaction.
   * `catchUp` must end within seconds.
   */
  follow(replayId: string, catchUp: (write: WriteShadow) => Promise<void>): Promise<void>;
  /** @param limit how many differences are returned; all are counted */
  compare(limit: number): Promise<ComparedRows>;
  /** Lets readers see what the replay built. Fails with the code SHADOW_TAKEN, SHADOW_NOT_READY or ALREADY_ACTIVE. */
  switch(replayId: string): Promise<Pointer>;
  /** Lets readers see again what they saw before. Fails with the code SHADOW_TAKEN, SHADOW_NOT_READY or NOT_ACTIVE. */
  revert(replayId: string): Promise<Pointer>;
}

/** What a service gives for a handler of mode `rebuild`: its projection, writing beside the live read model. */
export interface RebuildableHandler {
  readonly mode: 'rebuild';
  readonly shadow: ShadowReadModel;
}
