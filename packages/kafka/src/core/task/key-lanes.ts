/** How a step of an item ended: for good, or to be tried again after a wait. */
export type StepResult = 'finished' | { readonly retryAfterMs: number };

/**
 * Works items of one key strictly in order and items of different keys at once, at most `concurrency` of them.
 *
 * An item that waits for its next attempt holds its key, and no place among those at work. Items without a key have no
 * order among each other.
 */
export interface KeyLanes<Item> {
  add(key: Buffer | null, item: Item): void;
  /** Starts nothing more; resolves when what runs has returned. Waiting and queued items are dropped. */
  stop(): Promise<void>;
}

interface Lane<Item> {
  readonly key: string | undefined;
  readonly items: Item[];
}

export const keyLanes = <Item>(
  concurrency: number,
  step: (item: Item) => Promise<StepResult>,
): KeyLanes<Item> => {
  const lanes = new Map<string, Lane<Item>>();
  const timers = new Set<NodeJS.Timeout>();
  let ready: Lane<Item>[] = [];
  let atWork = 0;
  let stopped = false;
  const idle = Promise.withResolvers<void>();

  const work = async (lane: Lane<Item>, item: Item): Promise<void> => {
    const result = await step(item);
    atWork -= 1;
    if (stopped) {
      if (atWork === 0) idle.resolve();
      return;
    }
    if (result === 'finished') {
      lane.items.shift();
      if (lane.items.length > 0) ready.push(lane);
      else if (lane.key !== undefined) lanes.delete(lane.key);
    } else {
      wait(lane, result.retryAfterMs);
    }
    startReady();
  };

  const wait = (lane: Lane<Item>, milliseconds: number): void => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      ready.push(lane);
      startReady();
    }, milliseconds);
    timers.add(timer);
  };

  const startReady = (): void => {
    if (stopped) return;
    while (atWork < concurrency) {
      const lane = ready.shift();
      const item = lane?.items[0];
      if (!lane || item === undefined) return;
      atWork += 1;
      void work(lane, item);
    }
  };

  return {
    add: (key, item) => {
      const name = key?.toString('latin1');
      const known = name === undefined ? undefined : lanes.get(name);
      if (known) {
        known.items.push(item);
        return;
      }
      const lane = { key: name, items: [item] };
      if (name !== undefined) lanes.set(name, lane);
      ready.push(lane);
      startReady();
    },
    stop: () => {
      stopped = true;
      ready = [];
      timers.forEach((timer) => clearTimeout(timer));
      timers.clear();
      if (atWork === 0) idle.resolve();
      return idle.promise;
    },
  };
};
