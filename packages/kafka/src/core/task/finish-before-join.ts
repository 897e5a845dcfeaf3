import type { InternalConsumerGroup } from '../../kafkajs/index.ts';
import { OwnershipLostError } from '../errors.ts';
import type { Logger } from '../logger.ts';
import { pause } from '../pause.ts';
import type { Assignment } from './assignment.ts';
import { currentMembership } from './membership.ts';
import type { Membership } from './membership.ts';

const closingBoundMs = 5_000;

interface Finishing {
  readonly group: InternalConsumerGroup;
  readonly assignment: Assignment;
  /** Past this the join goes ahead: the coordinator would drop a member that keeps it waiting longer. */
  readonly boundMs: number;
  readonly heartbeatIntervalMs: number;
  readonly logger: Logger;
  readonly onHeartbeat: () => void;
}

/**
 * Lets running handlers return and commits what is finished, as long as the old generation still counts, and then ends
 * the assignment. A member that the group has dropped already commits nothing.
 */
export const finishBeforeJoin = async (finishing: Finishing): Promise<void> => {
  const { group, assignment, boundMs } = finishing;
  if (group.memberId !== null) {
    const done = new AbortController();
    const heartbeats = keepAlive(currentMembership(group), finishing, done.signal);
    await within(boundMs, assignment.drain());
    done.abort();
    await within(closingBoundMs, heartbeats);
  }
  // Connections that don't close hinder no join: the next owner's epoch fences what they carry.
  await within(closingBoundMs, assignment.abandon());
};

/** Waits for work, at most so long. */
const within = async (boundMs: number, work: Promise<void>): Promise<void> => {
  const over = new AbortController();
  try {
    await Promise.race([work, pause(boundMs, over.signal)]);
  } finally {
    over.abort();
  }
};

/** A member that has not yet joined again must still be heard of, or it is expelled within the session timeout. */
const keepAlive = async (
  membership: Membership,
  { heartbeatIntervalMs, logger, onHeartbeat }: Finishing,
  signal: AbortSignal,
): Promise<void> => {
  do {
    try {
      await membership.assertCurrent();
      onHeartbeat();
    } catch (error) {
      if (error instanceof OwnershipLostError) return;
      logger.debug('heartbeat failed', { error });
    }
  } while (await pause(heartbeatIntervalMs, signal));
};
