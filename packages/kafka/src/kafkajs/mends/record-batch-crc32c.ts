/** Castagnoli's polynomial, its bits reversed. */
const polynomial = 0x82_f6_3b_78;
const slices = 8;

/**
 * For each byte what it comes to with 0 to 7 zero bytes behind it, table after table: eight bytes are taken at a time
 * (Kounavis and Berry, 2005), which node's zlib has for CRC-32 and not for the CRC-32C of a record batch.
 */
const table = (() => {
  const all = new Int32Array(slices * 256);
  for (let byte = 0; byte < 256; byte += 1) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? polynomial : 0);
    all[byte] = crc;
  }
  for (let index = 256; index < all.length; index += 1) {
    const before = all[index - 256] ?? 0;
    all[index] = (before >>> 8) ^ (all[before & 0xff] ?? 0);
  }
  return all;
})();

/** CRC-32C of the bytes from `start` to `end`, as an unsigned number (RFC 3720, B.4). */
export const crc32c = (bytes: Uint8Array, start = 0, end = bytes.length): number => {
  let crc = -1;
  let at = start;
  // Every index is in bounds; `?? 0` is for the compiler alone.
  for (; at + slices <= end; at += slices) {
    const low =
      crc ^
      ((bytes[at] ?? 0) |
        ((bytes[at + 1] ?? 0) << 8) |
        ((bytes[at + 2] ?? 0) << 16) |
        ((bytes[at + 3] ?? 0) << 24));
    crc =
      (table[1_792 + (low & 0xff)] ?? 0) ^
      (table[1_536 + ((low >>> 8) & 0xff)] ?? 0) ^
      (table[1_280 + ((low >>> 16) & 0xff)] ?? 0) ^
      (table[1_024 + (low >>> 24)] ?? 0) ^
      (table[768 + (bytes[at + 4] ?? 0)] ?? 0) ^
      (table[512 + (bytes[at + 5] ?? 0)] ?? 0) ^
      (table[256 + (bytes[at + 6] ?? 0)] ?? 0) ^
      (table[bytes[at + 7] ?? 0] ?? 0);
  }
  for (; at < end; at += 1) crc = (crc >>> 8) ^ (table[(crc ^ (bytes[at] ?? 0)) & 0xff] ?? 0);
  return ~crc >>> 0;
};
