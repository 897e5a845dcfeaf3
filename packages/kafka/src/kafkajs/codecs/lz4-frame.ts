/** Bits of the frame descriptor's first byte. */
const flag = { dictionaryId: 0x01, contentSize: 0x08, blockChecksum: 0x10 };
const frameMagic = 0x184d2204;
const isStoredAsIs = 0x8000_0000;
const shortestMatch = 4;

/**
 * The bytes that an LZ4 frame decompresses to, by counting: a frame need not say it, what it says need not be true, and
 * the decoder has no bound of its own.
 *
 * @see https://github.com/lz4/lz4/blob/dev/doc/lz4_Frame_format.md and lz4_Block_format.md
 * @throws RangeError where the frame is cut off or is none
 */
export const lz4UncompressedBytes = (frame: Buffer): number => {
  if (frame.readUInt32LE(0) !== frameMagic) throw new RangeError('this is no LZ4 frame');
  const flags = frame.readUInt8(4);
  const optional = (flags & flag.contentSize ? 8 : 0) + (flags & flag.dictionaryId ? 4 : 0);
  const checksumBytes = flags & flag.blockChecksum ? 4 : 0;
  let total = 0;
  for (let at = 7 + optional; ;) {
    const size = frame.readUInt32LE(at);
    if (size === 0) return total;
    const length = size % isStoredAsIs;
    const start = at + 4;
    at = start + length;
    if (at > frame.length) throw new RangeError('an LZ4 block is cut off');
    total += size >= isStoredAsIs ? length : uncompressedBlockBytes(frame.subarray(start, at));
    at += checksumBytes;
  }
};

/** A block is a run of sequences: literals, then a match; the last one ends after its literals. */
const uncompressedBlockBytes = (block: Buffer): number => {
  let total = 0;
  let at = 0;
  /** Four bits of the token; at 15 the following bytes are added, up to and with the first below 255. */
  const run = (nibble: number): number => {
    if (nibble < 15) return nibble;
    let length = nibble;
    for (;;) {
      const more = block[at++] ?? 0;
      length += more;
      if (more < 255) return length;
    }
  };
  while (at < block.length) {
    const token = block[at++] ?? 0;
    const literals = run(token >> 4);
    at += literals;
    total += literals;
    if (at >= block.length) break;
    at += 2;
    total += run(token & 15) + shortestMatch;
  }
  return total;
};
