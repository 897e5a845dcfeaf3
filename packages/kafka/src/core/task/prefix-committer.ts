import type { ResolvedOptions } from '../task-consumer-options.ts';
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

/** Commits a task's finished prefixes one after the other, outputs as soon as no commit is in flight. */
export interface PrefixCommitter {
  /** Something has finished. */
  soon(): void;
  /** Commits what is finished without waiting for an interval; resolves when that is done. */
  flush(): Promise<void>;
  /** Resolves when no commit is in flight. */
  idle(): Promise<void>;
  cancelTimer(): void;
}

export const prefixCommitter = (options: PrefixCommitterOptions): PrefixCommitter => {
  const { tracker, writer, limits, lost, isFull, onCommitted, onFailed } = options;
  let committing: Promise<void> | undefined;
  let lastCommitAt = Number.NEGATIVE_INFINITY;
  let pacing: NodeJS.Timeout | undefined;
  let isFlushing = false;

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
        await commitPrefix(writer, prefix);
        if (lost.aborted) return;
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
   * Offsets alone are committed at most once an interval. Nobody waits for them: a record that comes again after a crash is
   * one that its handler has to expect anyway, and each commit costs the broker as much as a record.
   */
  const mayWait = (): boolean => {
    const waitMs = lastCommitAt + limits.offsetCommitIntervalMs - performance.now();
    if (tracker.finished !== 'offsets' || waitMs <= 0 || isFlushing || isFull()) return false;
    pacing ??= setTimeout(() => {
      pacing = undefined;
      soon();
    }, waitMs);
    return true;
  };

  const idle = async (): Promise<void> => {
    await committing;
  };

  const cancelTimer = (): void => clearTimeout(pacing);

  return {
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
