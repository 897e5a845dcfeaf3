import { setTimeout as delay } from 'node:timers/promises';
import { isProducerFenced } from '../broker-error.ts';
import { OutputRefusedError, OwnershipLostError } from '../errors.ts';
import { fullJitter } from '../full-jitter.ts';
import type { Logger } from '../logger.ts';
import type { TaskEventListener } from '../task-events.ts';
import type { Membership } from './membership.ts';
import type { Prefix } from './prefix.ts';
import type { AcknowledgedOutput, TransactionalProducer } from './transactional-producer.ts';

/**
 * Commits prefixes of one task, each exactly once: it returns when outputs and offsets are committed, whatever happened
 * between, or throws. One commit at a time.
 *
 * @throws OwnershipLostError: nothing may be committed any more
 * @throws OutputRefusedError: nothing of the prefix is committed, and the next commit begins anew
 */
export interface TransactionalWriter {
  commit(prefix: Prefix): Promise<void>;
  readonly committed: ReadonlyMap<string, bigint>;
  /** The failure that a commit under way is trying to overcome. */
  readonly failing: unknown;
  close(): Promise<void>;
}

export interface TransactionalWriterOptions {
  readonly partition: number;
  /** The task's producer of the current assignment. */
  readonly producer: TransactionalProducer;
  /** Opens the next epoch of the same transactional id. */
  readonly openProducer: () => Promise<TransactionalProducer>;
  readonly membership: Membership;
  /** The offsets as the broker has them. */
  readonly readCommitted: () => Promise<ReadonlyMap<string, bigint | undefined>>;
  /** Whether a read_committed reader sees this very output at its offset. */
  readonly isVisible: (acknowledged: AcknowledgedOutput) => Promise<boolean>;
  readonly committed: ReadonlyMap<string, bigint>;
  readonly signal: AbortSignal;
  readonly logger: Logger;
  readonly onEvent: TaskEventListener;
}

const backoff = { minMs: 50, maxMs: 2_000 };

export const transactionalWriter = (options: TransactionalWriterOptions): TransactionalWriter => {
  const { partition, openProducer, membership, readCommitted, isVisible, signal, logger, onEvent } = options;
  let producer: TransactionalProducer | undefined = options.producer;
  const committed = new Map(options.committed);
  let failing: unknown;

  /** An output of the transaction whose outcome is unknown. */
  let inDoubt: AcknowledgedOutput | undefined;

  const discardProducer = async (): Promise<void> => {
    const discarded = producer;
    producer = undefined;
    inDoubt ??= discarded?.acknowledged;
    try {
      await discarded?.close();
    } catch (error) {
      logger.debug('discarded producer did not close', { partition, error });
    }
  };

  /**
   * After any error the outcome is unknown. A new epoch of the id makes the broker finish or abort the transaction, after
   * which the committed offset tells what became of it. Not alone: a broker killed while it completes a commit may come
   * back without having passed it on to the offsets, so outputs that can be seen count as committed, and the offsets follow.
   */
  const resolveUnknown = async (offsets: Prefix['offsets']): Promise<'committed' | 'not committed'> => {
    await membership.assertCurrent();
    producer = await openProducer();
    if (signal.aborted) await discardProducer();
    signal.throwIfAborted();
    const found = await readCommitted();
    const all = (expected: (topic: string) => bigint | undefined): boolean =>
      [...offsets.keys()].every((topic) => found.get(topic) === expected(topic));
    if (all((topic) => offsets.get(topic))) return 'committed';
    if (all((topic) => committed.get(topic))) {
      if (inDoubt === undefined || !(await isVisible(inDoubt))) return 'not committed';
      logger.warn('outputs were committed without their offsets', { partition });
      await membership.commitOffsets(partition, offsets);
      return 'committed';
    }
    throw new OwnershipLostError('the committed offset was moved by someone else');
  };

  const attemptCommit = async ({ outputs, offsets, records }: Prefix): Promise<void> => {
    if (outputs.length === 0) return membership.commitOffsets(partition, offsets);
    if (!producer && (await resolveUnknown(offsets)) === 'committed') return;
    inDoubt = undefined;
    await producer?.transact({ outputs, offsets, records });
  };

  return {
    committed,
    get failing() {
      return failing;
    },
    close: discardProducer,
    commit: async (prefix) => {
      const startedAt = performance.now();
      for (let attempt = 1; ; attempt += 1) {
        signal.throwIfAborted();
        try {
          await attemptCommit(prefix);
          break;
        } catch (error) {
          failing = error;
          await discardProducer();
          onEvent({ type: 'commit-failed', partition, error });
          if (error instanceof OwnershipLostError) throw error;
          if (error instanceof OutputRefusedError) {
            // The commit was not even asked for, so nothing is in doubt: the next epoch aborts what was sent.
            inDoubt = undefined;
            failing = undefined;
            throw error;
          }
          if (isProducerFenced(error))
            throw new OwnershipLostError('the producer is fenced', { cause: error });
          logger.warn('commit failed, its outcome is looked up', { partition, attempt, error });
          await delay(fullJitter(backoff, attempt, Math.random()), undefined, { signal });
        }
      }
      failing = undefined;
      inDoubt = undefined;
      for (const [topic, offset] of prefix.offsets) committed.set(topic, offset);
      onEvent({
        type: 'committed',
        partition,
        records: prefix.records,
        outputs: prefix.outputs.length,
        transactional: prefix.outputs.length > 0,
        milliseconds: performance.now() - startedAt,
      });
    },
  };
};
