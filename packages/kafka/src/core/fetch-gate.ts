/** Holds a fetch back while nothing could be fetched. */
export interface FetchGate {
  /** Resolves when something can be fetched, at the latest after the bound. */
  pass(): Promise<void>;
  /** Something can be fetched again. */
  readonly open: () => void;
}

/**
 * kafkajs sleeps for the whole time an empty fetch may take when every partition is paused, and is not woken by a resume: a
 * consumer whose tasks are full would stand still again and again. Here it waits for the resume itself.
 *
 * @param boundMs after which the fetch goes out all the same, since heartbeats go out with it
 */
export const fetchGate = (hasFetchable: () => boolean, boundMs: number): FetchGate => {
  let waiting: PromiseWithResolvers<void> | undefined;
  const open = (): void => {
    waiting?.resolve();
    waiting = undefined;
  };
  return {
    pass: async () => {
      if (hasFetchable()) return;
      waiting ??= Promise.withResolvers();
      const timer = setTimeout(open, boundMs);
      await waiting.promise;
      clearTimeout(timer);
    },
    open,
  };
};
