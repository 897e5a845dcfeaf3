import type { JoinBuffer, JoinSide, UnmatchedBuffer } from '../stores/join-buffer.ts';
import type { KeyValueStore } from '../stores/key-value-store.ts';
import type { StoreDefinition } from '../stores/store-definition.ts';
import type { Receiver } from '../task/receiver.ts';
import type { NodeContext } from '../topology/node.ts';
import type { JoinWindows } from '../windows/join-windows.ts';

/** A value of one of two streams. */
export type Sided<L, R> =
  | { readonly side: 'left'; readonly value: L }
  | { readonly side: 'right'; readonly value: R };

/** What both sides of a join work on. */
export interface SharedJoin<K, S, J> {
  readonly windows: JoinWindows;
  /** What both sides know of time: the newest that either has seen, and the least that may be waiting. */
  readonly time: StoreDefinition<KeyValueStore<string, number>>;
  /** Records of outer sides that have met none; absent in an inner join. */
  readonly unmatched: StoreDefinition<UnmatchedBuffer<K, S>> | undefined;
  /** Result of a record that met none. */
  readonly alone: (value: S, key: K | null) => J;
}

/** One side of a join of two streams. */
export interface JoinedSide<K, Own, Other, S, J> extends SharedJoin<K, S, J> {
  readonly side: JoinSide;
  readonly own: StoreDefinition<JoinBuffer<K, Own>>;
  readonly other: StoreDefinition<JoinBuffer<K, Other>>;
  readonly join: (own: Own, other: Other, key: K) => J;
  /** Makes what is kept of a record that has met none yet; absent where this side's records give nothing alone. */
  readonly outer: ((own: Own) => S) | undefined;
}

const newest = 'newest';
const least = 'least-unmatched';

/**
 * Joins a record with those of the other side within the window, each result with the later time of the two. One that meets none gives
 * its result alone once its window and grace are behind the newest time that either side has seen, in order of time; one whose window is
 * behind when it comes, at once (KStreamKStreamJoin, KAFKA-10847).
 */
export const joiningStreams =
  <K, Own, Other, S, J>(join: JoinedSide<K, Own, Other, S, J>) =>
  (context: NodeContext): Receiver<K | null, Own | null> => {
    const { side, outer, alone } = join;
    const { beforeMs, afterMs, graceMs } = join.windows;
    const mine = context.store(join.own);
    const theirs = context.store(join.other);
    const unmatched = join.unmatched && context.store(join.unmatched);
    const times = context.store(join.time);
    const next = context.output<K | null, J>();
    const [backMs, aheadMs] = side === 'left' ? [beforeMs, afterMs] : [afterMs, beforeMs];
    const otherSide = side === 'left' ? 'right' : 'left';

    const observe = (timestamp: number): number => {
      const streamTime = times.get(newest)?.timestamp ?? -1;
      if (timestamp <= streamTime) return streamTime;
      times.put(newest, timestamp, timestamp);
      return timestamp;
    };

    /** Kafka Streams looks again only when the last one it looked at may have closed; results come when they come there. */
    const closeWindows = (streamTime: number): void => {
      const waiting = times.get(least)?.timestamp;
      if (unmatched === undefined || waiting === undefined || waiting >= streamTime - aheadMs - graceMs)
        return;
      let lookedAt: number | undefined;
      const isOpen = { left: false, right: false };
      for (const { key, timestamp, side: of, values } of unmatched.all()) {
        lookedAt = timestamp;
        const aheadOfIt = of === 'left' ? afterMs : beforeMs;
        if (timestamp + aheadOfIt + graceMs >= streamTime) isOpen[of] = true;
        // In order of time, so nothing behind the first open window of each side can have closed.
        if (isOpen.left && isOpen.right) break;
        if (isOpen[of]) continue;
        unmatched.remove(key, timestamp, of);
        for (const value of values) next.receive(key, alone(value, key), timestamp);
      }
      if (lookedAt === undefined) times.delete(least);
      else times.put(least, lookedAt, lookedAt);
    };

    const hold = (key: K, value: S, timestamp: number): void => {
      unmatched?.add(key, timestamp, side, value);
      const waiting = times.get(least);
      if (waiting === undefined || timestamp < waiting.timestamp) times.put(least, timestamp, timestamp);
    };

    return {
      receive: (key, value, timestamp) => {
        // Also by records that go no further.
        const streamTime = observe(timestamp);
        if (value === null) return context.drop('null-value', timestamp);
        if (key === null) {
          // It can never meet one (KIP-962).
          if (outer) next.receive(key, alone(outer(value), key), timestamp);
          else context.drop('null-key', timestamp);
          return;
        }
        mine.put(key, value, timestamp);
        if (timestamp === streamTime) closeWindows(streamTime);
        let hasMet = false;
        for (const found of theirs.fetch(key, Math.max(0, timestamp - backMs), timestamp + aheadMs)) {
          hasMet = true;
          unmatched?.remove(key, found.timestamp, otherSide);
          next.receive(key, join.join(value, found.value, key), Math.max(timestamp, found.timestamp));
        }
        if (hasMet || outer === undefined || unmatched === undefined) return;
        // Past its window nothing is held back, grace or no grace.
        if (timestamp + aheadMs < streamTime) next.receive(key, alone(outer(value), key), timestamp);
        else hold(key, outer(value), timestamp);
      },
    };
  };
