import { originalOf, parkingTopics, UnknownTopicError, type LogReader } from '@orderflow/kafka/core';

/** Whose parked records are meant. */
export interface ParkedOptions {
  readonly log: Pick<LogReader, 'readPartition' | 'partitionCount'>;
  readonly topic: string;
  readonly group: string;
  readonly signal: AbortSignal;
}

/**
 * The offsets of a partition whose records stand among the group's dead letters, settled since or not: live may have no answer to them.
 * A letter lies in the partition of its record.
 */
export async function parkedOffsets(
  { log, topic, group, signal }: ParkedOptions,
  partition: number,
): Promise<ReadonlySet<bigint>> {
  const offsets = new Set<bigint>();
  const { deadLetters } = parkingTopics(topic, group);
  if (!(await exists(log, deadLetters))) return offsets;
  for await (const letter of log.readPartition(deadLetters, partition, { signal })) {
    const original = originalOf(letter);
    if (original !== undefined) offsets.add(original.offset);
  }
  return offsets;
}

async function exists(log: Pick<LogReader, 'partitionCount'>, topic: string): Promise<boolean> {
  try {
    await log.partitionCount(topic);
    return true;
  } catch (error) {
    if (error instanceof UnknownTopicError) return false;
    throw error;
  }
}
