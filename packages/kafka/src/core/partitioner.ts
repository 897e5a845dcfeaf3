import type { PartitionMetadata } from 'kafkajs';
import { Partitioners } from '../kafkajs/index.ts';

const partition = Partitioners.DefaultPartitioner();
const partitionsOf = new Map<number, PartitionMetadata[]>();

const numbered = (count: number): PartitionMetadata[] => {
  const known = partitionsOf.get(count);
  if (known) return known;
  const made = Array.from({ length: count }, (_, partitionId) => ({
    partitionErrorCode: 0,
    partitionId,
    leader: 0,
    replicas: [],
    isr: [],
  }));
  partitionsOf.set(count, made);
  return made;
};

/**
 * The partition that Java's default partitioner gives a key: murmur2 of its bytes, over all partitions.
 *
 * @param count how many partitions the topic has, at least 1
 */
export const partitionFor = (key: Buffer | string, count: number): number =>
  partition({ topic: '', partitionMetadata: numbered(count), message: { key, value: null } });
