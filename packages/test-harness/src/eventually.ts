import { setTimeout as pause } from 'node:timers/promises';

/** How long and how often is tried. */
export interface EventuallyOptions {
  /** Milliseconds until it gives up; default 10,000. */
  readonly timeoutMs?: number;
  /** Milliseconds between two attempts; default 50. */
  readonly intervalMs?: number;
}

/** The condition did not come true in time; `cause` is the failure of the last attempt. */
export class NeverHappenedError extends Error {
  readonly code = 'NEVER_HAPPENED';
}

/**
 * Returns the value of the first attempt that does not throw, so that a test waits for a fact and never for a time.
 * An attempt still running at the deadline fails the wait too.
 * @throws NeverHappenedError that repeats the last failure, the value that the assertion saw included.
 */
export async function eventually<T>(
  assertion: () => Promise<T> | T,
  { timeoutMs = 10_000, intervalMs = 50 }: EventuallyOptions = {},
): Promise<T> {
  const deadline = AbortSignal.timeout(timeoutMs);
  const expired = Promise.withResolvers<never>();
  let last: unknown = new Error('the first attempt has not ended');
  deadline.addEventListener('abort', () => {
    const seen = last instanceof Error ? last.message : String(last);
    expired.reject(new NeverHappenedError(`not within ${timeoutMs} ms: ${seen}`, { cause: last }));
  });
  for (;;) {
    try {
      return await Promise.race([assertion(), expired.promise]);
    } catch (error) {
      if (deadline.aborted) return await expired.promise;
      last = error;
    }
    await Promise.race([pause(intervalMs), expired.promise]);
  }
}
