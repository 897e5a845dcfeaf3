import { lz4Codec } from '../codecs/lz4.codec.ts';
import { snappyCodec } from '../codecs/snappy.codec.ts';
import { gzipCodec, zstdCodec } from '../codecs/zlib.codecs.ts';
import type { Internals } from '../internals.ts';

/**
 * All four codecs of Kafka are read and written, each bounded when it is read. The stock package knows gzip alone, without
 * a bound; a batch of another codec ends its consumer.
 */
export const mendCompressionCodecs = ({ compression: { Codecs, Types } }: Internals): void => {
  Codecs[Types.GZIP] = () => gzipCodec;
  Codecs[Types.Snappy] = () => snappyCodec;
  Codecs[Types.LZ4] = () => lz4Codec;
  Codecs[Types.ZSTD] = () => zstdCodec;
};
