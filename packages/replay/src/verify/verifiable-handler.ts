import type { KafkaRecord, OutputRecord } from '@orderflow/kafka/core';
import type { EffectCounts } from '../protocol/replay-message.ts';

/** The past of a partition, for a handler whose state follows from it. Each reading begins anew, unpaced. */
export interface PartitionHistory {
  readonly partition: number;
  /** Whether the replay begins where the log does, so that no state comes before it. */
  readonly fromStart: boolean;
  /** The records to be replayed. */
  readonly inputs: () => AsyncIterable<KafkaRecord>;
  /** What stands in the partition of the output topic. */
  readonly outputs: () => AsyncIterable<KafkaRecord>;
}

/** Runs the handler on one record and returns its outputs, which are compared and never sent. */
export type HandlePartition = (record: KafkaRecord, signal: AbortSignal) => Promise<readonly OutputRecord[]>;

/** What a service gives for a handler of mode `verify`: its own code, with effects that are answered from the ledger alone. */
export interface VerifiableHandler {
  readonly mode: 'verify';
  /** Where its outputs go; co-partitioned with its input. */
  readonly outputTopic: string;
  /** The id by which a live output is found again, and the input that it answers; undefined where a record names none. */
  identify(output: KafkaRecord): { readonly id: string; readonly causeId: string } | undefined;
  inputId(input: KafkaRecord): string | undefined;
  /** The handler with the state that it had before the first record of the replay. */
  open(history: PartitionHistory): Promise<HandlePartition>;
  /** The effects that were asked for so far. */
  effects(): EffectCounts;
}
