import { groupHooks } from '../group-hooks.ts';
import type { Internals } from '../internals.ts';

/**
 * Before a member joins again, its consumer can finish and commit what it holds: kafkajs gives its partitions up without
 * a word (tulios/kafkajs#884). And before a fetch it can wait: kafkajs sends the next one as soon as one is answered,
 * which under a steady load is a request for each record. After it the owner is told which partitions were fetched. All its ways into either lead through these methods.
 */
export const mendGroupHooks = ({ ConsumerGroup }: Internals): void => {
  const { joinAndSync, fetch } = ConsumerGroup.prototype;
  ConsumerGroup.prototype.joinAndSync = async function joinAfterHook() {
    const hooks = groupHooks(this.cluster);
    await hooks?.beforeJoin(this);
    try {
      await joinAndSync.call(this);
    } catch (error) {
      hooks?.joinFailed(error);
      throw error;
    }
  };
  ConsumerGroup.prototype.fetch = async function fetchAfterHook(nodeId) {
    const hooks = groupHooks(this.cluster);
    await hooks?.beforeFetch(nodeId);
    const batches = await fetch.call(this, nodeId);
    hooks?.fetched(batches);
    return batches;
  };
};
