/** When a failed connector is restarted, and when that is given up. */
export interface RestartBackoff {
  /** Longest wait before the first restart; default 1,000 ms. It doubles with each further one. */
  readonly initialMs: number;
  /** Bound of the wait; default 30,000 ms. */
  readonly maxMs: number;
  /** Failures in a row, with Kafka up, after which a connector stays FAILED; default 5. */
  readonly giveUpAfter: number;
  /** Time of running after which earlier failures no longer count; default 60,000 ms. */
  readonly healthyAfterMs: number;
}

export const defaultBackoff: RestartBackoff = {
  initialMs: 1_000,
  maxMs: 30_000,
  giveUpAfter: 5,
  healthyAfterMs: 60_000,
};

/** What the watch remembers of a connector between two looks; times are milliseconds of a monotonic clock. */
export type Watched =
  /** It isn't FAILED; `since` when it runs, or the last look at which it didn't. */
  | { readonly status: 'unfailed'; readonly since: number; readonly failures: number }
  | {
      readonly status: 'waiting';
      readonly restartAt: number;
      readonly failures: number;
      readonly reason: string;
    }
  | { readonly status: 'restarted'; readonly failures: number; readonly reason: string }
  | { readonly status: 'given-up'; readonly failures: number; readonly reason: string };

/** What one look saw. */
export interface Seen {
  /** Why it is FAILED; undefined while it isn't. */
  readonly failure: string | undefined;
  /** Whether it runs as a whole; neither while it is paused, stopped or without a worker, for instance. */
  readonly isRunning: boolean;
  readonly isKafkaUp: boolean;
  readonly now: number;
  /** From 0 up to 1, for the jitter. */
  readonly random: number;
}

export interface Step {
  readonly watched: Watched;
  readonly restart: boolean;
}

/**
 * Decides what becomes of a connector after a look at it. A failure while Kafka is away is never held against the connector; one with
 * Kafka up is, and after `giveUpAfter` in a row it stays FAILED for a person.
 * Waits are drawn from zero up to the bound ("full jitter", https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/).
 */
export function step(watched: Watched, seen: Seen, backoff: RestartBackoff): Step {
  const { failure, now } = seen;
  if (failure === undefined) return { watched: unfailed(watched, seen, backoff), restart: false };
  switch (watched.status) {
    case 'given-up':
      return { watched: { ...watched, reason: failure }, restart: false };
    case 'waiting':
      if (now < watched.restartAt) return { watched: { ...watched, reason: failure }, restart: false };
      return { watched: { status: 'restarted', failures: watched.failures, reason: failure }, restart: true };
    case 'unfailed':
    case 'restarted':
      return { watched: failed(watched.failures, failure, seen, backoff), restart: false };
  }
}

function unfailed(watched: Watched, { isRunning, now }: Seen, backoff: RestartBackoff): Watched {
  if (watched.status !== 'unfailed' || !isRunning)
    return { status: 'unfailed', since: now, failures: watched.failures };
  return now - watched.since >= backoff.healthyAfterMs ? { ...watched, failures: 0 } : watched;
}

function failed(before: number, reason: string, seen: Seen, backoff: RestartBackoff): Watched {
  const failures = seen.isKafkaUp ? before + 1 : before;
  if (failures >= backoff.giveUpAfter) return { status: 'given-up', failures, reason };
  const bound = Math.min(backoff.maxMs, backoff.initialMs * 2 ** Math.max(0, failures - 1));
  return { status: 'waiting', restartAt: seen.now + seen.random * bound, failures, reason };
}
