import type { Logger } from './logger.ts';

/** What a task consumer tells its metrics; a narrow channel, called in the hot path and never awaited. */
export type TaskEvent =
  | {
      readonly type: 'batch-delivered';
      readonly partition: number;
      readonly topic: string;
      readonly records: number;
    }
  | {
      readonly type: 'record-handled';
      readonly partition: number;
      readonly topic: string;
      readonly attempt: number;
      readonly milliseconds: number;
    }
  | {
      readonly type: 'record-retried';
      readonly partition: number;
      readonly topic: string;
      readonly attempt: number;
      readonly error: unknown;
    }
  | {
      readonly type: 'record-dead-lettered';
      readonly partition: number;
      readonly topic: string;
      readonly error: unknown;
    }
  | {
      readonly type: 'committed';
      readonly partition: number;
      readonly records: number;
      readonly outputs: number;
      readonly transactional: boolean;
      readonly milliseconds: number;
    }
  | { readonly type: 'commit-failed'; readonly partition: number; readonly error: unknown }
  | { readonly type: 'ownership-lost'; readonly partition: number; readonly error: unknown }
  | {
      /** A committed offset was outside the log, and the policy moved the task: between the two nothing was handled. */
      readonly type: 'offset-moved';
      readonly partition: number;
      readonly topic: string;
      readonly from: bigint;
      readonly to: bigint;
    }
  | { readonly type: 'assigned'; readonly partitions: readonly number[] }
  | { readonly type: 'rebuilding'; readonly error: unknown };

/** Hears of events in the hot path; what it throws is logged and changes nothing. */
export type TaskEventListener = (event: TaskEvent) => void;

/** The same listener, except that what it throws is logged and harms nobody: a metric must not change what is committed. */
export const harmless =
  <Told>(listener: (told: Told) => void, logger: Logger): ((told: Told) => void) =>
  (told) => {
    try {
      listener(told);
    } catch (error) {
      logger.error('listener failed', { error });
    }
  };
