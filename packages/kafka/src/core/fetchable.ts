import type { TopicPartitions } from 'kafkajs';
import type { TopicPartition } from './liveness.ts';
import type { Assignment } from './task/assignment.ts';

/** The partitions that should be fetched: those of running tasks that nothing has paused. */
export const fetchable = (
  assignment: Assignment | undefined,
  topics: readonly string[],
  paused: readonly TopicPartitions[],
): TopicPartition[] => {
  const isPaused = ({ topic, partition }: TopicPartition): boolean =>
    paused.some((each) => each.topic === topic && each.partitions.includes(partition));
  return (assignment?.partitions ?? [])
    .filter((partition) => assignment?.running(partition))
    .flatMap((partition) => topics.map((topic) => ({ topic, partition })))
    .filter((each) => !isPaused(each));
};
