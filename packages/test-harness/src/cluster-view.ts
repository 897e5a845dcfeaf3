import { coordinatorPartition } from './coordinator-partition.ts';
import { eventually } from './eventually.ts';
import { withAdmin } from './topics.ts';

/** A group's or a transactional id's. */
export type Coordinated = { readonly group: string } | { readonly transactionalId: string };

/** Who does what in a cluster, as its brokers tell; each waits for half a minute until it is settled. */
export interface ClusterView {
  /** Id of the broker that leads a partition now. */
  leader(topic: string, partition: number): Promise<number>;
  /** Id of the broker that coordinates now. */
  coordinator(of: Coordinated): Promise<number>;
  /** Resolves once every replica of every partition is in sync. */
  inSync(): Promise<void>;
}

const patience = { timeoutMs: 30_000, intervalMs: 100 };

export const clusterView = (brokers: readonly string[]): ClusterView => {
  /** Of all topics when none is named. */
  const partitionsOf = async (...topics: readonly string[]) => {
    const metadata = await withAdmin((admin) => admin.fetchTopicMetadata({ topics: [...topics] }), brokers);
    return metadata.topics.flatMap(({ partitions }) => partitions);
  };

  const leader = async (topic: string, partition: number): Promise<number> => {
    const led = (await partitionsOf(topic)).find(({ partitionId }) => partitionId === partition);
    if (led === undefined || led.leader < 0) throw new Error(`${topic}[${partition}] has no leader`);
    return led.leader;
  };

  const coordinator = async (of: Coordinated): Promise<number> => {
    const [topic, id] =
      'group' in of ? ['__consumer_offsets', of.group] : ['__transaction_state', of.transactionalId];
    const { length } = await partitionsOf(topic);
    return leader(topic, coordinatorPartition(id, length));
  };

  const assertInSync = async (): Promise<void> => {
    const partitions = await partitionsOf();
    const behind = partitions.filter(({ isr, replicas }) => isr.length < replicas.length);
    if (partitions.length === 0 || behind.length > 0)
      throw new Error(`${behind.length} of ${partitions.length} partitions have replicas that are behind`);
  };

  return {
    leader: (topic, partition) => eventually(() => leader(topic, partition), patience),
    coordinator: (of) => eventually(() => coordinator(of), patience),
    inSync: () => eventually(assertInSync, patience),
  };
};
