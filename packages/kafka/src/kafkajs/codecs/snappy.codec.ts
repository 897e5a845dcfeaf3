import { compressSync, uncompressSync } from 'snappy';
import { assertWithinBound, compressionCodec } from './compression-codec.ts';
import { isXerialFramed, xerialBlocks, xerialFrame } from './xerial-framing.ts';

/** As large as a block may be for the format's window to reach over all of it. */
const blockBytes = 65_536;

/**
 * Snappy as Kafka's clients write it: in the frame of xerial's library, as the Java client does, or as one bare block, as
 * others do. Both are read; the frame is written, since every client reads it.
 */
export const snappyCodec = compressionCodec('snappy', {
  compress: async ({ buffer }) => {
    const count = Math.ceil(buffer.length / blockBytes);
    const blocks = Array.from({ length: count }, (_, n) =>
      compressSync(buffer.subarray(n * blockBytes, (n + 1) * blockBytes)),
    );
    return xerialFrame(blocks);
  },
  decompress: async (compressed) => {
    const blocks = isXerialFramed(compressed) ? [...xerialBlocks(compressed)] : [compressed];
    assertWithinBound(blocks.reduce((sum, block) => sum + uncompressedBytes(block), 0));
    return Buffer.concat(blocks.map(uncompressed));
  },
});

const uncompressed = (block: Buffer): Buffer => {
  const bytes = uncompressSync(block, { asBuffer: true });
  return typeof bytes === 'string' ? Buffer.from(bytes) : bytes;
};

/** A block begins with its uncompressed length as a varint of at most five bytes; no decoder writes beyond that. */
const uncompressedBytes = (block: Buffer): number => {
  let bytes = 0;
  for (let n = 0; n < 5; n += 1) {
    const byte = block.readUInt8(n);
    bytes += (byte & 0x7f) * 2 ** (7 * n);
    if (byte < 0x80) return bytes;
  }
  throw new RangeError('a snappy block has no length');
};
