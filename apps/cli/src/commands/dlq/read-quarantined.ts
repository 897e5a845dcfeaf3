import { readQuarantineRecord, type KafkaRecord, type QuarantineEntry } from '@orderflow/kafka/core';
import { laneOf } from './letter.ts';

/** A key in quarantine, and the partition whose task holds it. */
export interface QuarantinedKey extends QuarantineEntry {
  readonly partition: number;
  readonly key: Buffer;
}

/** The keys that are in quarantine after all of some records of a quarantine topic, by lane. */
export async function readQuarantined(
  records: AsyncIterable<KafkaRecord>,
): Promise<ReadonlyMap<string, QuarantinedKey>> {
  const held = new Map<string, QuarantinedKey>();
  for await (const record of records) {
    const { key, partition } = record;
    if (key === null) continue;
    const entry = readQuarantineRecord(record);
    if (entry === undefined) held.delete(laneOf({ partition, key }));
    else held.set(laneOf({ partition, key }), { ...entry, partition, key });
  }
  return held;
}
