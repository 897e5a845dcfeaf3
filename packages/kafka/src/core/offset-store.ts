import type { InternalCluster } from '../kafkajs/index.ts';

/** The offsets a group committed, as the broker has them; undefined where it has none. */
export const committedOffsets = async (
  cluster: InternalCluster,
  group: string,
  topics: readonly string[],
  partition: number,
): Promise<ReadonlyMap<string, bigint | undefined>> => {
  const coordinator = await cluster.findGroupCoordinator({ groupId: group });
  const { responses } = await coordinator.offsetFetch({
    groupId: group,
    topics: topics.map((topic) => ({ topic, partitions: [{ partition }] })),
  });
  return new Map(
    topics.map((topic) => {
      const found = responses
        .find((response) => response.topic === topic)
        ?.partitions.find((each) => each.partition === partition);
      const offset = BigInt(found?.offset ?? '-1');
      return [topic, offset < 0n ? undefined : offset];
    }),
  );
};
