/** The clock and the wait that a pace is kept by, in milliseconds. */
export interface Pacing {
  readonly now: () => number;
  readonly wait: (ms: number) => Promise<void>;
}

/**
 * Keeps two fetches from one broker apart by an interval. A record that comes alone is not delayed, since the fetch that
 * waits for it is older than that; under a steady load records arrive in groups instead of a request for each.
 */
export const fetchPace = (intervalMs: number, { now, wait }: Pacing): ((nodeId: number) => Promise<void>) => {
  const lastAt = new Map<number, number>();
  return async (nodeId) => {
    const waitMs = (lastAt.get(nodeId) ?? Number.NEGATIVE_INFINITY) + intervalMs - now();
    if (waitMs > 0) await wait(waitMs);
    lastAt.set(nodeId, now());
  };
};
