/**
 * The partition of `__consumer_offsets` or `__transaction_state` whose leader coordinates a group or a transactional id: Java's hash of
 * the id's UTF-16 units, made positive as Kafka's `Utils.abs` does, over the partitions.
 */
export const coordinatorPartition = (id: string, partitions: number): number => {
  let hash = 0;
  for (let index = 0; index < id.length; index += 1) hash = (Math.imul(31, hash) + id.charCodeAt(index)) | 0;
  return (hash === -(2 ** 31) ? 0 : Math.abs(hash)) % partitions;
};
