import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { longBytes, putLong } from './long-bytes.ts';

it('a long has the bytes of a DataView', () => {
  const longs = fc.oneof(fc.maxSafeInteger(), fc.integer(), fc.constantFrom(-1, 0, 2 ** 31, 2 ** 32));
  fc.assert(
    fc.property(longs, fc.nat(3), (long, at) => {
      const [ours, theirs] = [new Uint8Array(at + longBytes), new Uint8Array(at + longBytes)];
      putLong(ours, at, long);
      new DataView(theirs.buffer).setBigInt64(at, BigInt(long));
      expect(ours).toEqual(theirs);
    }),
  );
});
