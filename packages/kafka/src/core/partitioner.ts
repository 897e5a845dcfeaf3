import { murmur2 } from './murmur2.ts';

/**
 * The partition that Java's default partitioner gives a key: murmur2 of its bytes, over all partitions.
 *
 * @param count how many partitions the topic has, at least 1
 */
export const partitionFor = (key: Buffer | string, count: number): number => {
  const hash = murmur2(typeof key === 'string' ? Buffer.from(key) : key);
  // Java takes the sign bit off instead of the absolute value, which the least number doesn't have.
  return (hash & 0x7f_ff_ff_ff) % count;
};
