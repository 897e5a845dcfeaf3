import type { GroupChange } from '../operators/regroup-table.ts';
import type { Serde } from '../serde/serde.ts';

const version = 1;
const headBytes = 6;

/**
 * A change of a group on its repartition topic: a byte of version (1), a byte that says which of the two there are (1 removed, 2
 * added), the length of the first as an unsigned 32-bit integer, big-endian, then the bytes of both.
 */
export const groupChangeSerde = <V>(value: Serde<V>): Serde<GroupChange<V>> => ({
  serialize: ({ removed, added }) => {
    const first = removed === null ? new Uint8Array() : (value.serialize(removed) ?? new Uint8Array());
    const second = added === null ? new Uint8Array() : (value.serialize(added) ?? new Uint8Array());
    const bytes = new Uint8Array(headBytes + first.length + second.length);
    bytes[0] = version;
    bytes[1] = (removed === null ? 0 : 1) + (added === null ? 0 : 2);
    new DataView(bytes.buffer).setUint32(2, first.length);
    bytes.set(first, headBytes);
    bytes.set(second, headBytes + first.length);
    return bytes;
  },
  deserialize: (bytes) => {
    if (bytes === null || bytes.length < headBytes || bytes[0] !== version)
      throw new TypeError('not a change of a group in version 1');
    const which = bytes[1] ?? 0;
    const split = headBytes + new DataView(bytes.buffer, bytes.byteOffset).getUint32(2);
    if (split > bytes.length) throw new TypeError('a change of a group that is cut off');
    return {
      removed: which & 1 ? value.deserialize(bytes.subarray(headBytes, split)) : null,
      added: which & 2 ? value.deserialize(bytes.subarray(split)) : null,
    };
  },
});
