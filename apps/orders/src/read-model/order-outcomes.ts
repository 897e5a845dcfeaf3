import { setTimeout as delay } from 'node:timers/promises';

export interface OrderOutcomesOptions {
  /** Which of the orders are no longer waiting for their payment. */
  readonly settledAmong: (orderIds: readonly string[]) => Promise<readonly string[]>;
  /** Milliseconds between two looks while anybody waits. Default 25. */
  readonly intervalMs?: number;
  /** Ends every wait, and those that begin later. Default: never. */
  readonly stopping?: AbortSignal;
}

/** Waits for orders to be confirmed or rejected, whichever instance of the service does it. */
export interface OrderOutcomes {
  /** Resolves when the order is settled, the time is over or the signal fires: true only if it is settled. Rejects when the look-up does. */
  settled(orderId: string, timeoutMs: number, signal: AbortSignal): Promise<boolean>;
}

interface Waiter {
  readonly resolve: (settled: boolean) => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * One query a tick serves all that wait on this instance, and none runs while nobody waits.
 * A notification by the database would serialise commits, so looking is the cheaper way.
 */
export function orderOutcomes({
  settledAmong,
  intervalMs = 25,
  stopping = new AbortController().signal,
}: OrderOutcomesOptions): OrderOutcomes {
  const waiting = new Map<string, Set<Waiter>>();
  let looking = false;

  async function look(): Promise<void> {
    looking = true;
    try {
      while (waiting.size > 0) {
        for (const orderId of await settledAmong([...waiting.keys()])) {
          for (const waiter of waiting.get(orderId) ?? []) waiter.resolve(true);
          waiting.delete(orderId);
        }
        if (waiting.size > 0) await delay(intervalMs);
      }
    } catch (error) {
      for (const waiter of [...waiting.values()].flatMap((waiters) => [...waiters])) waiter.reject(error);
      waiting.clear();
    } finally {
      looking = false;
    }
  }

  function leave(orderId: string, waiter: Waiter): void {
    const waiters = waiting.get(orderId);
    waiters?.delete(waiter);
    if (waiters?.size === 0) waiting.delete(orderId);
  }

  return {
    async settled(orderId, timeoutMs, signal) {
      const over = AbortSignal.any([signal, stopping, AbortSignal.timeout(timeoutMs)]);
      if (over.aborted) return false;
      const { promise, resolve, reject } = Promise.withResolvers<boolean>();
      const waiter: Waiter = { resolve, reject };
      waiting.set(orderId, (waiting.get(orderId) ?? new Set()).add(waiter));
      over.addEventListener('abort', () => resolve(false), { once: true });
      if (!looking) void look();
      try {
        return await promise;
      } finally {
        leave(orderId, waiter);
      }
    },
  };
}
