import type { Serde } from '../../serde/serde.ts';
import type { BufferedChange, TimeOrderedBuffer } from '../time-ordered-buffer.ts';
import { orderedText } from './key-identity.ts';
import { firstNotBefore } from './sorted-position.ts';

interface Place {
  readonly time: number;
  readonly text: string;
}

/** Keeps the contract of the port for the life of the process. */
export const inMemoryTimeOrderedBuffer = <K, V>(keys: Serde<K>): TimeOrderedBuffer<K, V> => {
  const changes = new Map<string, BufferedChange<K, V>>();
  const places: Place[] = [];

  return {
    get size() {
      return changes.size;
    },
    put: (time, change) => {
      const text = orderedText(keys, change.key);
      const earlier = changes.get(text);
      changes.set(text, earlier === undefined ? change : { ...change, old: earlier.old });
      if (earlier !== undefined) return;
      const at = firstNotBefore(
        places,
        (place) => place.time < time || (place.time === time && place.text < text),
      );
      places.splice(at, 0, { time, text });
    },
    firstTime: () => places[0]?.time,
    shift: () => {
      const place = places.shift();
      if (place === undefined) return undefined;
      const change = changes.get(place.text);
      changes.delete(place.text);
      return change;
    },
  };
};
