import type { CompressionTypes } from 'kafkajs';
import { internals } from './index.ts';

/** How the records of a batch are compressed by their producer; brokers keep what they are sent, by default. */
export type Compression = 'none' | 'gzip' | 'snappy' | 'lz4' | 'zstd';

const { Types } = internals.compression;

const types: Readonly<Record<Compression, CompressionTypes>> = {
  none: Types.None,
  gzip: Types.GZIP,
  snappy: Types.Snappy,
  lz4: Types.LZ4,
  zstd: Types.ZSTD,
};

export const isCompression = (name: string): name is Compression => Object.hasOwn(types, name);

/** kafkajs' number for a codec. */
export const compressionType = (compression: Compression): CompressionTypes => types[compression];
