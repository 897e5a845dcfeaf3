import { setTimeout as delay } from 'node:timers/promises';
import type { InternalBroker, InternalCluster } from '../kafkajs/index.ts';
import { isLeaderUnsettled, isUnknownTopic } from './broker-error.ts';
import { CommittedOffsetOutOfRangeError, UnknownPartitionError, UnknownTopicError } from './errors.ts';
import { toRecord } from './record-mapping.ts';
import type { KafkaRecord } from './record.ts';

/** Whether records of open and aborted transactions are seen. */
export type Isolation = 'read_committed' | 'read_uncommitted';

/** Where a partition's log begins and ends. */
export interface LogBounds {
  readonly start: bigint;
  /** Next offset that a read_committed reader can't pass yet. */
  readonly lastStable: bigint;
  readonly end: bigint;
}

/** What of a partition is read, and how. */
export interface PartitionReadOptions {
  /** By default the log's start. */
  readonly from?: bigint;
  /** The offset not to be read any more; by default, and where the log ends before it, the log's end. */
  readonly to?: bigint;
  /** Default `read_committed`. */
  readonly isolation?: Isolation;
  readonly signal?: AbortSignal;
}

const isolationLevel = { read_uncommitted: 0, read_committed: 1 } as const;
const earliest = -2;
const latest = -1;
const maxFetchBytes = 1_048_576;
const maxWaitTime = 100;
const leaderWait = { stepMs: 50, mostMs: 2_000 };

/**
 * Reads partitions by position, without a group. Positions pass control records and aborted tails, so reading to a
 * captured end always gets there; an unknown topic is an `UnknownTopicError`.
 */
export interface LogReader {
  partitionCount(topic: string): Promise<number>;
  /** Resolves when the topic has the partition; a partition that isn't known is asked after anew, since topics grow. */
  assertPartition(topic: string, partition: number): Promise<void>;
  bounds(topic: string, partition: number): Promise<LogBounds>;
  /** The first offset whose record is not older than a time (ms since the epoch); the end of the log where all are. */
  offsetForTime(topic: string, partition: number, time: number): Promise<bigint>;
  /** From an offset to the end captured at the start of the call, or to an offset before it. */
  readPartition(
    topic: string,
    partition: number,
    options?: PartitionReadOptions,
  ): AsyncGenerator<KafkaRecord, void, undefined>;
}

export const logReader = (cluster: InternalCluster): LogReader => {
  const partitions = async (topic: string) => {
    try {
      await cluster.addMultipleTargetTopics([topic]);
      await cluster.refreshMetadataIfNecessary();
    } catch (error) {
      if (isUnknownTopic(error)) throw new UnknownTopicError(topic);
      throw error;
    }
    const known = cluster.findTopicPartitionMetadata(topic);
    if (known.length === 0) throw new UnknownTopicError(topic);
    return known;
  };

  const leader = async (topic: string, partition: number): Promise<InternalBroker> => {
    const found = (await partitions(topic)).find(({ partitionId }) => partitionId === partition);
    if (!found) throw new UnknownPartitionError(topic, partition);
    return cluster.findBroker({ nodeId: found.leader });
  };

  /**
   * A leader may have moved since the metadata was read; it is asked for anew once before a failure counts, and as long as
   * the brokers have not settled on one: they learn of a new partition a moment after its metadata told of it.
   */
  const fromLeader = async <T>(
    topic: string,
    partition: number,
    request: (broker: InternalBroker) => Promise<T>,
  ): Promise<T> => {
    for (let waitedMs = 0; ; waitedMs += leaderWait.stepMs) {
      try {
        return await request(await leader(topic, partition));
      } catch (error) {
        const isSettling = isLeaderUnsettled(error) && waitedMs < leaderWait.mostMs;
        if (error instanceof UnknownTopicError || (waitedMs > 0 && !isSettling)) throw error;
        if (waitedMs > 0) await delay(leaderWait.stepMs);
        await cluster.refreshMetadata();
      }
    }
  };

  const offsetAt = async (topic: string, partition: number, timestamp: number, isolation: Isolation) => {
    const { responses } = await fromLeader(topic, partition, (broker) =>
      broker.listOffsets({
        replicaId: -1,
        isolationLevel: isolationLevel[isolation],
        topics: [{ topic, partitions: [{ partition, timestamp }] }],
      }),
    );
    return BigInt(responses[0]?.partitions[0]?.offset ?? '0');
  };

  const bounds = async (topic: string, partition: number): Promise<LogBounds> => {
    const start = await offsetAt(topic, partition, earliest, 'read_committed');
    const lastStable = await offsetAt(topic, partition, latest, 'read_committed');
    const end = await offsetAt(topic, partition, latest, 'read_uncommitted');
    return { start, lastStable, end };
  };

  const has = async (topic: string, partition: number): Promise<boolean> =>
    (await partitions(topic)).some(({ partitionId }) => partitionId === partition);

  return {
    partitionCount: async (topic) => (await partitions(topic)).length,
    assertPartition: async (topic, partition) => {
      if (await has(topic, partition)) return;
      await cluster.refreshMetadata();
      if (!(await has(topic, partition))) throw new UnknownPartitionError(topic, partition);
    },
    bounds,
    offsetForTime: async (topic, partition, time) => {
      const found = await offsetAt(topic, partition, time, 'read_uncommitted');
      return found < 0n ? offsetAt(topic, partition, latest, 'read_uncommitted') : found;
    },
    async *readPartition(topic, partition, { from, to, isolation = 'read_committed', signal } = {}) {
      const log = await bounds(topic, partition);
      const logEnd = isolation === 'read_committed' ? log.lastStable : log.end;
      const end = to === undefined || to > logEnd ? logEnd : to;
      let position = from ?? log.start;
      if (position < log.start) {
        throw new CommittedOffsetOutOfRangeError({ topic, partition, offset: position, log });
      }
      while (position < end) {
        signal?.throwIfAborted();
        const fetchOffset = position.toString();
        const { responses } = await fromLeader(topic, partition, (broker) =>
          broker.fetch({
            isolationLevel: isolationLevel[isolation],
            maxWaitTime,
            minBytes: 1,
            maxBytes: maxFetchBytes,
            topics: [{ topic, partitions: [{ partition, fetchOffset, maxBytes: maxFetchBytes }] }],
          }),
        );
        const fetched = responses[0]?.partitions[0];
        if (!fetched) continue;
        const before = position;
        for (const raw of fetched.messages) {
          const offset = BigInt(raw.offset);
          if (offset < position) continue;
          if (offset >= end) return;
          position = offset + 1n;
          if (!raw.isControlRecord) yield toRecord(topic, partition, raw);
        }
        // Compaction leaves batches without records, whose extent kafkajs doesn't tell: they are passed an offset at a time.
        if (position === before && BigInt(fetched.lastStableOffset) > position) position += 1n;
      }
    },
  };
};
