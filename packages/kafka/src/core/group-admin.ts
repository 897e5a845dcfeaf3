import { adminConnection } from './admin-connection.ts';
import type { AdminOptions } from './admin-connection.ts';
import { isMembershipOver } from './broker-error.ts';
import { GroupNotEmptyError } from './errors.ts';
import { toGroupMember } from './group-member.ts';
import type { GroupMember } from './group-member.ts';
import { committedOffsets } from './offset-store.ts';
import type { PartitionLag } from './topic-admin.ts';

/** A group as its coordinator knows it. */
export interface GroupDescription {
  readonly group: string;
  /** As Kafka says it; `Empty` has offsets and no members, `Dead` is a group that the broker doesn't know. */
  readonly state: string;
  /** The assignment strategy the members agreed on; empty without members. */
  readonly assigner: string;
  readonly members: readonly GroupMember[];
}

/** Where a group stands on one partition. */
export interface GroupPosition extends PartitionLag {
  /** First offset that the log still holds. */
  readonly start: bigint;
  /** Time in ms since the epoch of the first record that the group has not passed; undefined where there is none. */
  readonly waitingSince: number | undefined;
}

/** Consumer groups as tools see them. */
export interface GroupAdmin extends AsyncDisposable {
  /** Names of all consumer groups on the brokers, those without members included, in order. */
  listGroups(): Promise<readonly string[]>;
  /** A group that nobody knows is described too: state `Dead`, no members. */
  describe(group: string): Promise<GroupDescription>;
  /** Topics on which the group has committed an offset. */
  topicsOf(group: string): Promise<readonly string[]>;
  /** Where the group stands on each partition of a topic; `UnknownTopicError` when it doesn't exist. */
  positions(group: string, topic: string): Promise<readonly GroupPosition[]>;
  /**
   * Moves a group's offsets of one topic, all or none; the broker itself refuses it while the group has members, so
   * that no member that joins meanwhile is overrun: `GroupNotEmptyError`.
   */
  setOffsets(group: string, topic: string, offsets: ReadonlyMap<number, bigint>): Promise<void>;
  close(): Promise<void>;
}

/** Sent by whoever commits without being a member. */
const noMember = { groupGenerationId: -1, memberId: '' } as const;

/** Administration of consumer groups. Connects on first use; close it, or let it dispose itself. */
export const groupAdmin = (options: AdminOptions): GroupAdmin => {
  const { admin, cluster, reader, connected, close } = adminConnection(options);

  const firstTimestamp = async (topic: string, partition: number, from: bigint) => {
    for await (const { timestamp } of reader.readPartition(topic, partition, { from })) return timestamp;
    return undefined;
  };

  const positionOf = async (group: string, topic: string, partition: number): Promise<GroupPosition> => {
    const committed = (await committedOffsets(cluster, group, [topic], partition)).get(topic);
    const { start, lastStable } = await reader.bounds(topic, partition);
    const next = committed ?? start;
    // What retention took can't be read any more, and doesn't wait.
    const waitingSince = await firstTimestamp(topic, partition, next < start ? start : next);
    return { topic, partition, committed, start, lastStable, lag: lastStable - next, waitingSince };
  };

  return {
    listGroups: async () => {
      await connected();
      const { groups } = await admin.listGroups();
      return groups
        .filter(({ protocolType }) => protocolType === 'consumer' || protocolType === '')
        .map(({ groupId }) => groupId)
        .toSorted((a, b) => a.localeCompare(b));
    },
    describe: async (group) => {
      await connected();
      const { groups } = await admin.describeGroups([group]);
      const [found] = groups;
      return {
        group,
        state: found?.state ?? 'Dead',
        assigner: found?.protocol ?? '',
        members: (found?.members ?? []).map(toGroupMember),
      };
    },
    topicsOf: async (group) => {
      await connected();
      return (await admin.fetchOffsets({ groupId: group })).map(({ topic }) => topic);
    },
    positions: async (group, topic) => {
      await connected();
      const count = await reader.partitionCount(topic);
      return Promise.all(
        Array.from({ length: count }, (_, partition) => positionOf(group, topic, partition)),
      );
    },
    setOffsets: async (group, topic, offsets) => {
      await connected();
      const coordinator = await cluster.findGroupCoordinator({ groupId: group });
      const partitions = [...offsets].map(([partition, offset]) => ({
        partition,
        offset: offset.toString(),
      }));
      try {
        await coordinator.offsetCommit({ groupId: group, ...noMember, topics: [{ topic, partitions }] });
      } catch (error) {
        if (isMembershipOver(error)) throw new GroupNotEmptyError(group, { cause: error });
        throw error;
      }
    },
    close,
    [Symbol.asyncDispose]: close,
  };
};
