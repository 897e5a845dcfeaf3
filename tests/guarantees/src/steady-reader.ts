import type { Shop } from './shop.ts';

/** Somebody who looks at one payment again and again. */
export interface SteadyReader extends AsyncDisposable {
  /** Ends it; the answers by status. */
  stop(): Promise<ReadonlyMap<number, number>>;
}

/** Reads a payment until it is stopped, a request at a time. */
export function steadyReader(shop: Pick<Shop, 'get'>, orderId: string): SteadyReader {
  const statuses = new Map<number, number>();
  const stopping = new AbortController();
  const reading = (async () => {
    while (!stopping.signal.aborted) {
      const { status } = await shop.get(`/payments/${orderId}`);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
  })();
  const stop = async () => {
    stopping.abort();
    await reading;
    return statuses;
  };
  return { stop, [Symbol.asyncDispose]: async () => void (await stop()) };
}
