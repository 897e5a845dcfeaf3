const seed = 0x97_47_b2_8c;
const m = 0x5b_d1_e9_95;
const r = 24;

/**
 * The 32-bit murmur2 that Java's default partitioner takes of a key, as a signed number; the bytes are read little-endian
 * (org.apache.kafka.common.utils.Utils). kafkajs computes the same in 64-bit integers, which takes as long as all else that
 * is done for a record.
 */
export const murmur2 = (bytes: Buffer): number => {
  const { length } = bytes;
  const tail = length & ~3;
  let hash = seed ^ length;
  for (let at = 0; at < tail; at += 4) {
    let word = Math.imul(bytes.readInt32LE(at), m);
    word ^= word >>> r;
    hash = Math.imul(hash, m) ^ Math.imul(word, m);
  }
  if (tail < length) {
    for (let at = tail; at < length; at += 1) hash ^= bytes.readUInt8(at) << (8 * (at - tail));
    hash = Math.imul(hash, m);
  }
  hash ^= hash >>> 13;
  hash = Math.imul(hash, m);
  return hash ^ (hash >>> 15);
};
