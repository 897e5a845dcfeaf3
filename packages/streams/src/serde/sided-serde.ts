import type { Sided } from '../operators/join-streams.ts';
import type { Serde } from './serde.ts';

const left = 0;
const right = 1;

/** A byte for the side, 0 left and 1 right, then the value's own bytes. */
export const sidedSerde = <L, R>(ofLeft: Serde<L>, ofRight: Serde<R>): Serde<Sided<L, R>> => ({
  serialize: (sided) => {
    const bytes = sided.side === 'left' ? ofLeft.serialize(sided.value) : ofRight.serialize(sided.value);
    const all = new Uint8Array(1 + (bytes?.length ?? 0));
    all[0] = sided.side === 'left' ? left : right;
    all.set(bytes ?? [], 1);
    return all;
  },
  deserialize: (bytes) => {
    const side = bytes?.[0];
    if (bytes === null || (side !== left && side !== right))
      throw new TypeError('not a value of a side of a join');
    const value = bytes.subarray(1);
    return side === left
      ? { side: 'left', value: ofLeft.deserialize(value) }
      : { side: 'right', value: ofRight.deserialize(value) };
  },
});
