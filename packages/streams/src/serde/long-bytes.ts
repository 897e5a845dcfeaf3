/** What a long takes, in bytes. */
export const longBytes = 8;

/** Writes a safe integer as a long, big-endian. By its halves: a bigint would be an object for each. */
export const putLong = (bytes: Uint8Array, at: number, long: number): void => {
  putInt(bytes, at, Math.floor(long / 2 ** 32));
  putInt(bytes, at + 4, long);
};

/** The lowest 32 bits, of a negative number those of its two's complement. */
const putInt = (bytes: Uint8Array, at: number, int: number): void => {
  bytes[at] = int >> 24;
  bytes[at + 1] = int >> 16;
  bytes[at + 2] = int >> 8;
  bytes[at + 3] = int;
};
