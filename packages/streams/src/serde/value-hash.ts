/** Bytes of a hash. */
export const hashBytes = 16;

const seeds = [0x9747b28c, 0x85ebca6b, 0xc2b2ae35, 0x27d4eb2f] as const;

/** 128 bits by which two values are taken for the same: four hashes of 32 bits (MurmurHash3 x86), big-endian, of seeds that never change. */
export const valueHash = (bytes: Uint8Array): Uint8Array => {
  const hash = new Uint8Array(hashBytes);
  const view = new DataView(hash.buffer);
  seeds.forEach((seed, index) => view.setUint32(index * 4, murmur3(bytes, seed)));
  return hash;
};

const rotated = (word: number, by: number): number => (word << by) | (word >>> (32 - by));
const scrambled = (word: number): number => Math.imul(rotated(Math.imul(word, 0xcc9e2d51), 15), 0x1b873593);

const murmur3 = (bytes: Uint8Array, seed: number): number => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const whole = bytes.length & ~3;
  let hash = seed | 0;
  for (let at = 0; at < whole; at += 4) {
    hash ^= scrambled(view.getInt32(at, true));
    hash = (Math.imul(rotated(hash, 13), 5) + 0xe6546b64) | 0;
  }
  let tail = 0;
  for (let at = bytes.length - 1; at >= whole; at -= 1) tail = (tail << 8) | (bytes[at] ?? 0);
  if (bytes.length > whole) hash ^= scrambled(tail);
  hash ^= bytes.length;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
};
