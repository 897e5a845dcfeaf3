import { followTopic, readDeadLetter, type DeadLetter } from '@orderflow/kafka/core';
import type { Session } from '../../session.ts';

/** Reads one dead letter whole; undefined when none stands at that place. */
export async function readDeadLetterAt(
  { io, brokers, clientId }: Session,
  topic: string,
  { partition, offset }: { readonly partition: number; readonly offset: bigint },
): Promise<DeadLetter | undefined> {
  const records = followTopic({
    brokers,
    clientId,
    topic,
    partitions: [partition],
    from: new Map([[partition, offset]]),
    once: true,
    signal: io.signal,
  });
  for await (const record of records) {
    return record.offset === offset ? readDeadLetter(record) : undefined;
  }
  return undefined;
}
