import type { InternalBroker, InternalCluster, Internals } from '../internals.ts';

interface Lookup {
  readonly groupId: string;
  readonly coordinatorType?: number;
}

const transactionCoordinator = 1;
const clusterOf = new Map<string, WeakRef<InternalCluster>>();
const remembered = new WeakMap<InternalCluster, Map<string, InternalBroker>>();

/**
 * From now on the producer with this transactional id asks for each coordinator once in its life, instead of four times a
 * transaction. A coordinator that moved answers with an error, after which such a producer is dropped and its successor
 * looks anew, so nothing stale outlives one failed transaction. Call it when the id is initialised.
 */
export const rememberCoordinators = (transactionalId: string): void => {
  const cluster = clusterOf.get(transactionalId)?.deref();
  clusterOf.delete(transactionalId);
  if (cluster) remembered.set(cluster, new Map());
};

export const mendCoordinatorLookup = ({ Cluster }: Internals): void => {
  const find = Cluster.prototype.findGroupCoordinator;
  Cluster.prototype.findGroupCoordinator = async function findOnce(lookup: Lookup) {
    const { groupId, coordinatorType = 0 } = lookup;
    const known = remembered.get(this);
    const key = `${coordinatorType}/${groupId}`;
    const coordinator = known?.get(key);
    if (coordinator?.isConnected()) return coordinator;
    if (coordinatorType === transactionCoordinator) clusterOf.set(groupId, new WeakRef(this));
    const found = await find.call(this, lookup);
    known?.set(key, found);
    return found;
  };
};
