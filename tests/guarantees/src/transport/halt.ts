import { interceptTransactions } from '@orderflow/kafka/testing';
import type { HaltPoint, WorkerAssignment } from './worker-protocol.ts';

/** Makes a worker wait at one point of its way, once. */
export interface Halt {
  /** To be awaited by the handler. */
  consumed(): Promise<void>;
  /** What waits goes on. */
  release(): void;
}

/**
 * Waits where the assignment says, and tells so. The waiting itself is between the client and its broker, so that no code of the
 * transport knows of it: a request is answered, and the answer is withheld.
 */
export const planHalt = (
  { group, halt }: Pick<WorkerAssignment, 'group' | 'halt'>,
  onHalted: (at: HaltPoint) => void,
): Halt => {
  const released = Promise.withResolvers<void>();
  let times = 0;

  const isDue = (at: HaltPoint): boolean => halt?.at === at && ++times === halt.time;
  const reach = async (at: HaltPoint): Promise<void> => {
    if (!isDue(at)) return;
    onHalted(at);
    await released.promise;
  };

  const transactions = `${group}.`;
  let isCommitHeld = false;
  interceptTransactions(transactions, 'Produce', { beforeAnswer: () => reach('after produce') });
  interceptTransactions(transactions, 'TxnOffsetCommit', { beforeAnswer: () => reach('after sendOffsets') });
  interceptTransactions(transactions, 'EndTxn', {
    beforeRequest: async () => {
      if (!isDue('during commit')) return;
      isCommitHeld = true;
      // By then the request has left, and the broker may or may not have got to it.
      setImmediate(() => onHalted('during commit'));
    },
    beforeAnswer: async () => {
      if (isCommitHeld) await released.promise;
      await reach('after commit');
    },
  });

  return { consumed: () => reach('after consume'), release: () => released.resolve() };
};
