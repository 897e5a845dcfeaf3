/**
 * How a step of an item ended: for good, to be tried again after a wait because it failed, or to go on when something else has
 * come about. The promise must not reject; it need not settle after `stop`.
 */
export type StepResult =
  | 'finished'
  | { readonly retryAfterMs: number }
  | { readonly after: Promise<unknown> };

/**
 * Works items of one key strictly in order and items of different keys at once, at most `concurrency` of them.
 *
 * An item that waits for its next attempt holds its key, and no place among those at work. Items without a key have no
 * order among each other.
 */
export interface KeyLanes<Item> {
  add(key: Buffer | null, item: Item): void;
  /** Starts nothing until `release`, except what `probe` starts; what runs goes on. */
  hold(): void;
  release(): void;
  /**
   * Starts, though held, the item that has waited longest since it failed, and goes on with it where its step waits for something.
   * False when none waits: all of them are at work.
   */
  probe(onStart: (item: Item) => void): boolean;
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
  /** Lanes whose first item failed and waits for its next attempt, in the order of their failures. */
  const failed = new Map<Lane<Item>, NodeJS.Timeout | undefined>();
  let ready: Lane<Item>[] = [];
  let atWork = 0;
  let stopped = false;
  let held = false;
  /** The lane whose item runs though the others are held. */
  let probed: Lane<Item> | undefined;
  const idle = Promise.withResolvers<void>();

  const work = async (lane: Lane<Item>, item: Item): Promise<void> => {
    const result = await step(item);
    atWork -= 1;
    if (stopped) {
      if (atWork === 0) idle.resolve();
      return;
    }
    if (lane === probed && (result === 'finished' || 'retryAfterMs' in result)) probed = undefined;
    if (result === 'finished') {
      lane.items.shift();
      if (lane.items.length > 0) ready.push(lane);
      else if (lane.key !== undefined) lanes.delete(lane.key);
    } else if ('after' in result) {
      void getReady(lane, result.after);
    } else {
      failed.set(
        lane,
        setTimeout(() => retry(lane), result.retryAfterMs),
      );
    }
    startReady();
  };

  const getReady = async (lane: Lane<Item>, after: Promise<unknown>): Promise<void> => {
    await after;
    const [item] = lane.items;
    if (lane === probed && held && !stopped && item !== undefined) {
      start(lane, item);
      return;
    }
    ready.push(lane);
    startReady();
  };

  /** It stays among the failed, without a timer, until it starts: a probe may come before its turn. */
  const retry = (lane: Lane<Item>): void => {
    failed.set(lane, undefined);
    ready.push(lane);
    startReady();
  };

  const start = (lane: Lane<Item>, item: Item): void => {
    failed.delete(lane);
    atWork += 1;
    void work(lane, item);
  };

  const startReady = (): void => {
    if (stopped || held) return;
    for (let places = concurrency - atWork; places > 0; places -= 1) {
      const lane = ready.shift();
      const item = lane?.items[0];
      if (!lane || item === undefined) return;
      start(lane, item);
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
    hold: () => {
      held = true;
    },
    release: () => {
      held = false;
      startReady();
    },
    probe: (onStart) => {
      const [first] = failed;
      const [lane, timer] = first ?? [];
      const item = lane?.items[0];
      if (stopped || !lane || item === undefined) return false;
      clearTimeout(timer);
      ready = ready.filter((each) => each !== lane);
      probed = lane;
      onStart(item);
      start(lane, item);
      return true;
    },
    stop: () => {
      stopped = true;
      ready = [];
      failed.forEach((timer) => clearTimeout(timer));
      failed.clear();
      if (atWork === 0) idle.resolve();
      return idle.promise;
    },
  };
};
