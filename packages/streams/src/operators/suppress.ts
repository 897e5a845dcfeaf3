import type { StoreDefinition } from '../stores/store-definition.ts';
import type { TimeOrderedBuffer } from '../stores/time-ordered-buffer.ts';
import type { Receiver } from '../task/receiver.ts';
import type { NodeContext } from '../topology/node.ts';

/** A suppress buffer is full and its policy is to stop rather than to let something through early. */
export class SuppressBufferFullError extends Error {
  readonly code = 'SUPPRESS_BUFFER_FULL';
  override readonly name = 'SuppressBufferFullError';
}

export interface Suppression<K> {
  /** The time that a change waits by. */
  readonly timeOf: (key: K, timestamp: number) => number;
  /** How far stream time has to be past that. */
  readonly waitMs: number;
  /** Whether a deletion is left out once it is due: what was never let through needs none. */
  readonly dropsNull: boolean;
  readonly maxKeys: number;
  readonly whenFull: 'emit-early' | 'fail';
}

/** Holds back all but the last change of a key until its time has come, by the newest time seen (KTableSuppressProcessor). */
export const suppressing =
  <K, V>(
    definition: StoreDefinition<TimeOrderedBuffer<K, V>>,
    { timeOf, waitMs, dropsNull, maxKeys, whenFull }: Suppression<K>,
  ) =>
  (context: NodeContext): Receiver<K, V | null> => {
    const buffer = context.store(definition);
    const next = context.output<K, V | null>();
    let observed = -1;

    const letThrough = (): void => {
      const change = buffer.shift();
      if (change === undefined || (change.value === null && dropsNull)) return;
      next.receive(change.key, change.value, change.timestamp, change.old);
    };

    return {
      receive: (key, value, timestamp, old) => {
        if (timestamp > observed) observed = timestamp;
        buffer.put(timeOf(key, timestamp), { key, value, timestamp, old: old ?? null });
        while ((buffer.firstTime() ?? Infinity) <= observed - waitMs) letThrough();
        while (buffer.size > maxKeys) {
          if (whenFull === 'fail')
            throw new SuppressBufferFullError(`${definition.name} holds more than its ${maxKeys} keys`);
          letThrough();
        }
      },
    };
  };
