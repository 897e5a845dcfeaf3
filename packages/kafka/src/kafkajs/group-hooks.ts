import type { InternalCluster, InternalConsumerGroup } from './internals.ts';

/** What a consumer may hang into kafkajs' group membership; kafkajs itself has no such hook (tulios/kafkajs#884). */
export interface GroupHooks {
  /** Awaited before every join, the last moment in which the member still owns its partitions. Must not reject. */
  beforeJoin(group: InternalConsumerGroup): Promise<void>;
  /**
   * A join that `beforeJoin` was asked for did not come about. kafkajs may go on fetching and heartbeating in the former
   * generation, which its coordinator still knows, without another join: the owner has to end the consumer.
   */
  joinFailed(error: unknown): void;
  /** Awaited before every fetch from a broker. Must not reject. */
  beforeFetch(nodeId: number): Promise<void>;
  /**
   * Asked by the group's leader before a fetch whenever its topics have more partitions than were assigned: true makes it
   * join again, upon which the group shares all of them out. A join of another member would change nothing.
   */
  mayJoinForGrowth(): boolean;
  /** Called after every fetch with the partitions that the broker has answered for, with or without records. */
  fetched(partitions: readonly { readonly topic: string; readonly partition: number }[]): void;
  /** Called when the broker no longer has the offset a partition stands at. The position stays where it is. */
  offsetOutOfRange(at: { readonly topic: string; readonly partition: number }): void;
}

const hooksOf = new WeakMap<InternalCluster, GroupHooks>();

/** Attaches hooks to the consumer that owns the cluster; a custom assigner is handed that cluster at creation. */
export const attachGroupHooks = (cluster: InternalCluster, hooks: GroupHooks): void => {
  hooksOf.set(cluster, hooks);
};

export const groupHooks = (cluster: InternalCluster): GroupHooks | undefined => hooksOf.get(cluster);
