import { kafkaCluster } from '../kafkajs/kafka-client.ts';
import { logReader } from './log-reader.ts';
import { silentLogger } from './logger.ts';
import { pause } from './pause.ts';
import type { ReadTopicOptions } from './read-topic.ts';
import type { KafkaRecord } from './record.ts';

/** What is followed, from where and how long. */
export interface FollowTopicOptions extends Omit<ReadTopicOptions, 'signal'> {
  /** By default all, those included that are added meanwhile. */
  readonly partitions?: readonly number[];
  /** Ends after what the logs held at the first look; by default the signal alone ends it. */
  readonly once?: boolean;
  readonly signal: AbortSignal;
}

const idleMs = 200;

/**
 * Reads a topic and goes on with every record that comes until the signal fires, which is an ordinary end; without a
 * group. Each partition in offset order, starting at its end as it is at the call where `from` doesn't name it; a new
 * record is seen within a quarter of a second.
 *
 * @throws UnknownTopicError, UnknownPartitionError, CommittedOffsetOutOfRangeError for a `from` before the log's start
 */
export async function* followTopic({
  brokers,
  topic,
  partitions,
  from = new Map(),
  isolation = 'read_committed',
  once = false,
  clientId = 'follow-topic',
  signal,
}: FollowTopicOptions): AsyncGenerator<KafkaRecord, void, undefined> {
  const cluster = kafkaCluster({ brokers, clientId, logger: silentLogger });
  await cluster.connect();
  try {
    const reader = logReader(cluster);
    const endOf = async (partition: number): Promise<bigint> => {
      const { lastStable, end } = await reader.bounds(topic, partition);
      return isolation === 'read_committed' ? lastStable : end;
    };
    const followed = async (): Promise<readonly number[]> =>
      partitions ?? Array.from({ length: await reader.partitionCount(topic) }, (_, partition) => partition);

    const positions = new Map<number, bigint>();
    for (const partition of await followed()) {
      positions.set(partition, from.get(partition) ?? (await endOf(partition)));
    }
    while (!signal.aborted) {
      let quiet = true;
      for (const partition of await followed()) {
        // One that was added meanwhile is new from its first record on.
        const position = positions.get(partition) ?? 0n;
        const end = await endOf(partition);
        if (position >= end) continue;
        quiet = false;
        for await (const record of reader.readPartition(topic, partition, {
          from: position,
          isolation,
          signal,
        })) {
          positions.set(partition, record.offset + 1n);
          yield record;
        }
        // Markers at the end yield no record that would move the position.
        const reached = positions.get(partition) ?? 0n;
        if (reached < end) positions.set(partition, end);
      }
      if (once) return;
      if (quiet) await pause(idleMs, signal);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    await cluster.disconnect();
  }
}
