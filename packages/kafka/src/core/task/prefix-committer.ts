import type { ResolvedOptions } from '../resolved-options.ts';
import { commitPrefix } from './commit-prefix.ts';
import type { PrefixTracker } from './prefix.ts';
import type { TransactionalWriter } from './transactional-writer.ts';

interface PrefixCommitterOptions {
  readonly tracker: PrefixTracker;
  readonly writer: TransactionalWriter;
  readonly limits: ResolvedOptions<unknown>['limits'];
  /** Fires when the task may commit nothing more. */
  readonly lost: AbortSignal;
  /** Whether the task holds as much as it may, so that a commit has to make room. */
  readonly isFull: () => boolean;
  readonly onCommitted: () => void;
  /** Called when a commit failed for good; not after `lost` fired. */
  readonly onFailed: (error: unknown) => void;
}

/** Commits a task's finished prefixes one after the other, at once after a pause and at a pace under load. */
export interface PrefixCommitter {
  /** Something has finished. */
  soon(): void;
  /** Commits what is finished without waiting for an interval; resolves when that is done. */
  flush(): Promise<void>;
  /** Whether something was taken that is not committed yet. */
  readonly isCommitting: boolean;
  /** Resolves when no commit is in flight. */
  idle(): Promise<void>;
  cancelTimer(): void;
}

export const prefixCommitter = (options: PrefixCommitterOptions): PrefixCommitter => {
  const { tracker, writer, limits, lost, isFull, onCommitted, onFailed } = options;
  let committing: Promise<void> | undefined;
  let lastCommitAt = Number.NEGATIVE_INFINITY;
  let wake: { readonly at: number; readonly timer: NodeJS.Timeout } | undefined;
  let isFlushing = false;
  let inFlight = false;

  /** One turn of the microtask queue lets records that finish together leave together. */
  const soon = (): void => {
    committing ??= Promise.resolve().then(commitPrefixes);
  };

  const commitPrefixes = async (): Promise<void> => {
    try {
      for (;;) {
        if (lost.aborted || mayWait()) return;
        const prefix = tracker.take(limits.maxBatchRecords);
        if (!prefix) return;
        inFlight = true;
        await commitPrefix(writer, prefix);
        if (lost.aborted) return;
        inFlight = false;
        lastCommitAt = performance.now();
        onCommitted();
      }
    } catch (error) {
      if (!lost.aborted) onFailed(error);
    } finally {
      committing = undefined;
    }
  };

  /**
   * Two commits of a task are an interval apart, so that under a steady load one covers several records; the first after a
   * pause is not delayed, nor one that covers all it may. Offsets alone wait longer: nobody waits for them, a record that
   * comes again after a crash is one that its handler has to expect anyway, and each commit costs the broker as much as a
   * record.
   */
  const mayWait = (): boolean => {
    const { finished, finishedSlots } = tracker;
    const { maxBatchRecords, offsetCommitIntervalMs, transactionIntervalMs } = limits;
    const at = lastCommitAt + (finished === 'offsets' ? offsetCommitIntervalMs : transactionIntervalMs);
    if (finished === 'nothing' || at <= performance.now() || isFlushing || isFull()) return false;
    if (finished === 'outputs' && finishedSlots >= maxBatchRecords) return false;
    wakeAt(at);
    return true;
  };

  const wakeAt = (at: number): void => {
    if (wake && wake.at <= at) return;
    cancelTimer();
    const timer = setTimeout(
      () => {
        wake = undefined;
        soon();
      },
      Math.max(0, at - performance.now()),
    );
    wake = { at, timer };
  };

  const idle = async (): Promise<void> => {
    await committing;
  };

  const cancelTimer = (): void => {
    clearTimeout(wake?.timer);
    wake = undefined;
  };

  return {
    get isCommitting() {
      return inFlight;
    },
    soon,
    idle,
    cancelTimer,
    flush: async () => {
      isFlushing = true;
      cancelTimer();
      await committing;
      soon();
      await committing;
    },
  };
};
