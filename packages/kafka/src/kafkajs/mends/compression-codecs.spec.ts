import { gzipSync, zstdCompressSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { compressFrameSync } from 'lz4-napi';
import { compressSync } from 'snappy';
import { DecompressionError, maxDecompressedBytes } from '../codecs/compression-codec.ts';
import { isXerialFramed } from '../codecs/xerial-framing.ts';
import { loadInternals, requireKafkajs } from '../internals.ts';
import { mendCompressionCodecs } from './compression-codecs.ts';

// This file loads kafkajs without the mends, in a registry of its own.
const internals = loadInternals(requireKafkajs);
const { Codecs, Types } = internals.compression;
const codec = (type: number) => {
  const found = Codecs[type];
  if (!found) throw new RangeError(`no codec ${type}`);
  return found();
};
const all = [Types.GZIP, Types.Snappy, Types.LZ4, Types.ZSTD];

const tooMuch = Buffer.alloc(maxDecompressedBytes + 1);
/** A snappy block that is nothing but the claim to hold 4 GiB. */
const hollow = Buffer.from([0xff, 0xff, 0xff, 0xff, 0x0f]);

describe('a stock kafkajs', () => {
  it('has gzip alone, which takes all the memory that a batch asks for', async () => {
    for (const type of [Types.Snappy, Types.LZ4, Types.ZSTD]) {
      expect(() => codec(type)).toThrow(/not implemented/);
    }
    expect(await codec(Types.GZIP).decompress(gzipSync(tooMuch))).toHaveLength(tooMuch.length);
  });
});

describe('a mended kafkajs', () => {
  beforeAll(() => mendCompressionCodecs(internals));

  it.each(all)('reads with codec %i what it wrote with it, of any size', async (type) => {
    for (const size of [0, 1, 65_535, 65_536, 300_000]) {
      const buffer = Buffer.from(Array.from({ length: size }, (_, n) => (n * n) % 251));
      const compressed = await codec(type).compress({ buffer });
      expect((await codec(type).decompress(compressed)).equals(buffer)).toBe(true);
    }
  });

  it('reads snappy also as a bare block and as framed streams one behind the other', async () => {
    const snappy = codec(Types.Snappy);
    expect(await snappy.decompress(compressSync('bare'))).toEqual(Buffer.from('bare'));
    const framed = await Promise.all(
      ['a', 'b'].map((each) => snappy.compress({ buffer: Buffer.from(each) })),
    );
    expect(framed.every(isXerialFramed)).toBe(true);
    expect(await snappy.decompress(Buffer.concat(framed))).toEqual(Buffer.from('ab'));
  });

  it.each([
    ['gzip', Types.GZIP, () => gzipSync(tooMuch)],
    ['lz4', Types.LZ4, () => compressFrameSync(tooMuch)],
    ['zstd', Types.ZSTD, () => zstdCompressSync(tooMuch)],
    ['snappy', Types.Snappy, () => hollow],
  ])('refuses a %s batch that would take more than 64 MiB', async (_, type, bomb) => {
    await expect(codec(type).decompress(bomb())).rejects.toMatchObject({
      code: 'DECOMPRESSION_FAILED',
      retriable: false,
      cause: { name: 'RangeError' },
    });
  });

  it.each(all)('tells of bytes that codec %i can’t read', async (type) => {
    const whole = await codec(type).compress({ buffer: Buffer.alloc(200_000, 'abc') });
    for (const broken of [Buffer.alloc(0), Buffer.from('garbage!'), whole.subarray(0, whole.length - 9)]) {
      await expect(codec(type).decompress(broken)).rejects.toBeInstanceOf(DecompressionError);
    }
  });
});
