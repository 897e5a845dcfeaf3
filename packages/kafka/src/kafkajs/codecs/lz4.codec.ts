import { compressFrame, decompressFrame } from 'lz4-napi';
import { assertWithinBound, compressionCodec } from './compression-codec.ts';
import { lz4UncompressedBytes } from './lz4-frame.ts';

/** LZ4 in the frame format with independent blocks, which is what the Java client writes and all it reads. */
export const lz4Codec = compressionCodec('lz4', {
  compress: ({ buffer }) => compressFrame(buffer),
  decompress: async (compressed) => {
    assertWithinBound(lz4UncompressedBytes(compressed));
    return decompressFrame(compressed);
  },
});
