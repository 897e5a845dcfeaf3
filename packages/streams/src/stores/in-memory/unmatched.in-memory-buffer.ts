import type { Serde } from '../../serde/serde.ts';
import type { JoinSide, UnmatchedBuffer, UnmatchedEntry } from '../join-buffer.ts';
import { orderedText } from './key-identity.ts';
import { firstNotBefore } from './sorted-position.ts';

interface Held<K, V> extends UnmatchedEntry<K, V> {
  readonly text: string;
}

/** Keeps the contract of the port for the life of the process. */
export const inMemoryUnmatchedBuffer = <K, V>(keys: Serde<K>): UnmatchedBuffer<K, V> => {
  const held: Held<K, V>[] = [];

  const isBefore = (entry: Held<K, V>, timestamp: number, side: JoinSide, text: string): boolean => {
    if (entry.timestamp !== timestamp) return entry.timestamp < timestamp;
    if (entry.side !== side) return entry.side === 'right';
    return entry.text < text;
  };
  const find = (text: string, timestamp: number, side: JoinSide) => {
    const at = firstNotBefore(held, (entry) => isBefore(entry, timestamp, side, text));
    const entry = held[at];
    const isIt = entry?.timestamp === timestamp && entry.side === side && entry.text === text;
    return { at, entry: isIt ? entry : undefined };
  };

  return {
    add: (key, timestamp, side, value) => {
      const text = orderedText(keys, key);
      const { at, entry } = find(text, timestamp, side);
      // A new entry, since an iteration under way shows the former one.
      if (entry) held[at] = { ...entry, values: [...entry.values, value] };
      else held.splice(at, 0, { key, timestamp, side, text, values: [value] });
    },
    remove: (key, timestamp, side) => {
      const { at, entry } = find(orderedText(keys, key), timestamp, side);
      if (entry) held.splice(at, 1);
    },
    all: () => [...held].values(),
  };
};
