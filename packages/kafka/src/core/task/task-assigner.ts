import type { Assigner, Cluster, GroupMember } from 'kafkajs';
import { AssignerProtocol, attachGroupHooks } from '../../kafkajs/index.ts';
import type { GroupHooks, InternalCluster } from '../../kafkajs/index.ts';
import { assertCoPartitioned } from '../co-partitioned.ts';
import { assignTasks } from './assign-tasks.ts';
import type { TaskMember } from './assign-tasks.ts';

const name = 'OrderflowTaskAssigner';
const version = 1;

interface UserData {
  readonly instanceId: string;
  readonly held: readonly number[];
}

const encode = (data: UserData): Buffer => Buffer.from(JSON.stringify(data));

const decodeMember = ({ memberId, memberMetadata }: GroupMember): TaskMember => {
  const decoded = AssignerProtocol.MemberMetadata.decode(memberMetadata);
  const { instanceId, held }: UserData = JSON.parse(decoded?.userData.toString('utf8') ?? '{}');
  return { memberId, instanceId, held };
};

/**
 * kafkajs' adapter of `assignTasks`: a task is the same partition of all topics, so each member gets equal partition
 * lists. kafkajs' own assigners deal partitions out per topic, which splits co-partitioned topics among 4 or 5 members.
 */
export const taskAssigner =
  (member: { readonly instanceId: string; readonly held: () => readonly number[] }, hooks: GroupHooks) =>
  ({ cluster }: { cluster: Cluster }): Assigner => {
    const internal = cluster as Cluster & InternalCluster;
    attachGroupHooks(internal, hooks);
    const lastHolder = new Map<number, string>();

    return {
      name,
      version,
      protocol: ({ topics }) => ({
        name,
        metadata: AssignerProtocol.MemberMetadata.encode({
          version,
          topics,
          userData: encode({ instanceId: member.instanceId, held: member.held() }),
        }),
      }),
      assign: async ({ members, topics }) => {
        const tasks = coPartitions(internal, topics);
        const decoded = members.map(decodeMember);
        const assigned = assignTasks(tasks, decoded, lastHolder);
        for (const { memberId, instanceId } of decoded) {
          for (const task of assigned.get(memberId) ?? []) lastHolder.set(task, instanceId);
        }
        return [...assigned].map(([memberId, owned]) => ({
          memberId,
          memberAssignment: AssignerProtocol.MemberAssignment.encode({
            version,
            assignment: Object.fromEntries(topics.map((topic) => [topic, [...owned]])),
            userData: Buffer.alloc(0),
          }),
        }));
      },
    };
  };

const coPartitions = (cluster: InternalCluster, topics: readonly string[]): number[] => {
  const counts = Object.fromEntries(
    topics.map((topic) => [topic, cluster.findTopicPartitionMetadata(topic).length]),
  );
  assertCoPartitioned(counts);
  const [first = 0] = Object.values(counts);
  return Array.from({ length: first }, (_, partition) => partition);
};
