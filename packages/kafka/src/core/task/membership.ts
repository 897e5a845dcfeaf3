import type { InternalBroker, InternalConsumerGroup } from '../../kafkajs/index.ts';
import { isMembershipOver, isRebalanceInProgress } from '../broker-error.ts';
import { OwnershipLostError } from '../errors.ts';

/** One generation's membership of a group: what it commits is refused by the broker once that generation is over. */
export interface Membership {
  /** Resolves while the broker still counts this member in; else an `OwnershipLostError`. Also serves as a heartbeat. */
  assertCurrent(): Promise<void>;
  /** Commits offsets of one task under this generation; `OwnershipLostError` when it is over. */
  commitOffsets(partition: number, offsets: ReadonlyMap<string, bigint>): Promise<void>;
}

/** Captures the generation the group is in now; later ones don't change it. */
export const currentMembership = (group: InternalConsumerGroup): Membership => {
  const { groupId, generationId, memberId } = group;
  if (generationId === null || memberId === null) throw new OwnershipLostError('no generation was joined');
  const identity = { groupId, groupGenerationId: generationId, memberId };
  let coordinator: InternalBroker | undefined = group.coordinator ?? undefined;

  const ask = async (request: (broker: InternalBroker) => Promise<unknown>): Promise<void> => {
    coordinator ??= await group.cluster.findGroupCoordinator({ groupId });
    try {
      await request(coordinator);
    } catch (error) {
      coordinator = undefined;
      throw error;
    }
  };

  return {
    assertCurrent: async () => {
      try {
        await ask((broker) => broker.heartbeat(identity));
      } catch (error) {
        if (isRebalanceInProgress(error)) return;
        if (isMembershipOver(error)) throw new OwnershipLostError('the generation is over', { cause: error });
        throw error;
      }
    },
    commitOffsets: async (partition, offsets) => {
      const topics = [...offsets].map(([topic, offset]) => ({
        topic,
        partitions: [{ partition, offset: offset.toString() }],
      }));
      try {
        await ask((broker) => broker.offsetCommit({ ...identity, topics }));
      } catch (error) {
        if (isMembershipOver(error)) throw new OwnershipLostError('the generation is over', { cause: error });
        throw error;
      }
    },
  };
};
