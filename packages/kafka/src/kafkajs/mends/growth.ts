import { groupHooks } from '../group-hooks.ts';
import type { Internals } from '../internals.ts';

/**
 * A group shares new partitions out when its owner says so. The stock package joins again as soon as one topic of the
 * set has grown, which for topics that must grow together is too soon, and in every member, of which only the leader's
 * join makes the broker rebalance.
 */
export const mendGrowth = ({ ConsumerGroup }: Internals): void => {
  const { checkForStaleAssignment } = ConsumerGroup.prototype;
  ConsumerGroup.prototype.checkForStaleAssignment = function checkWithOwner() {
    try {
      checkForStaleAssignment.call(this);
    } catch (error) {
      const hooks = groupHooks(this.cluster);
      if (!hooks || (this.isLeader() && hooks.mayJoinForGrowth())) throw error;
    }
  };
};
