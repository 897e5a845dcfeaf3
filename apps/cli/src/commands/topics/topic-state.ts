import type { PartitionBounds, TopicDrift, TopicSettings } from '@orderflow/kafka/core';

/** How a topic on the broker stands to its declaration. */
export type Agreement = 'as declared' | 'differs' | 'missing' | 'undeclared';

/** A topic as it is declared and as the broker has it; either may be absent, not both. */
export interface TopicState {
  readonly name: string;
  readonly state: Agreement;
  readonly declared: TopicSettings | null;
  readonly found: TopicSettings | null;
  readonly drift: readonly TopicDrift[];
  readonly partitions: readonly PartitionBounds[];
}

export const agreement = (
  declared: TopicSettings | null,
  found: TopicSettings | null,
  drift: readonly TopicDrift[],
): Agreement => {
  if (found === null) return 'missing';
  if (declared === null) return 'undeclared';
  return drift.length > 0 ? 'differs' : 'as declared';
};

/** Offsets the log holds over all partitions: at least as many as records, since markers and compacted ones count too. */
export const offsetsHeld = ({ partitions }: TopicState): bigint =>
  partitions.reduce((sum, { start, end }) => sum + (end - start), 0n);
