/** How kafkajs compresses the records of a batch, and reads them again. */
export interface CompressionCodec {
  compress(records: { readonly buffer: Buffer }): Promise<Buffer>;
  decompress(compressed: Buffer): Promise<Buffer>;
}

/**
 * The most that one batch may decompress to, in bytes: 64 MiB, sixty-four times the largest batch that a broker takes by
 * default. A batch of a few kilobytes can otherwise ask for gigabytes.
 */
export const maxDecompressedBytes = 67_108_864;

/** A fetched batch can't be decompressed, or would take more than `maxDecompressedBytes`; the reason is the cause. */
export class DecompressionError extends Error {
  readonly code = 'DECOMPRESSION_FAILED';
  /** Read by kafkajs: the log holds the same bytes when asked again. */
  readonly retriable = false;

  constructor(codec: string, cause: unknown) {
    super(`a batch compressed with ${codec} can't be read`, { cause });
    this.name = 'DecompressionError';
  }
}

/** Throws before memory is taken for what is too large. */
export const assertWithinBound = (bytes: number): void => {
  if (bytes > maxDecompressedBytes) {
    throw new RangeError(`it holds more than ${maxDecompressedBytes} bytes`);
  }
};

/** The codec, whose failures to decompress are all told as a `DecompressionError`. */
export const compressionCodec = (name: string, codec: CompressionCodec): CompressionCodec => ({
  compress: codec.compress,
  decompress: async (compressed) => {
    try {
      return await codec.decompress(compressed);
    } catch (error) {
      throw new DecompressionError(name, error);
    }
  },
});
