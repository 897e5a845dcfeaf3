import { promisify } from 'node:util';
import { gzip, gunzip, zstdCompress, zstdDecompress } from 'node:zlib';
import { compressionCodec, maxDecompressedBytes } from './compression-codec.ts';

const bound = { maxOutputLength: maxDecompressedBytes };
const [zip, unzip] = [promisify(gzip), promisify(gunzip)];
const [squeeze, expand] = [promisify(zstdCompress), promisify(zstdDecompress)];

/** gzip members, as kafkajs itself writes them, but bounded when read. */
export const gzipCodec = compressionCodec('gzip', {
  compress: ({ buffer }) => zip(buffer),
  decompress: (compressed) => unzip(compressed, bound),
});

/** Zstandard frames, by Node itself from 22.15 on. */
export const zstdCodec = compressionCodec('zstd', {
  compress: ({ buffer }) => squeeze(buffer),
  decompress: (compressed) => expand(compressed, bound),
});
