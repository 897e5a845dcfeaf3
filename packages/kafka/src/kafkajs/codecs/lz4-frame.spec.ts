import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compressFrameSync } from 'lz4-napi';
import { lz4UncompressedBytes } from './lz4-frame.ts';

const checksums = fc.record({ contentChecksum: fc.boolean(), blockChecksums: fc.boolean() });
/** Stretches of one byte, some short and some beyond every length that fits a token, among noise. */
const bytes = fc
  .array(
    fc.oneof(
      fc.uint8Array({ maxLength: 40 }),
      fc
        .tuple(fc.nat({ max: 255 }), fc.integer({ min: 1, max: 100_000 }))
        .map(([byte, length]) => new Uint8Array(length).fill(byte)),
    ),
    { maxLength: 12 },
  )
  .map((parts) => Buffer.concat(parts));

// By name: Node's own errors are of another realm than jest's.
const refusal = expect.objectContaining({ name: 'RangeError' });

describe('the uncompressed size of an LZ4 frame', () => {
  it('is what was compressed, with and without checksums', () => {
    fc.assert(
      fc.property(bytes, checksums, (content, options) => {
        expect(lz4UncompressedBytes(compressFrameSync(content, options))).toBe(content.length);
      }),
    );
  });

  it('is refused for bytes that are no whole frame', () => {
    const frame = compressFrameSync(Buffer.alloc(100_000, 'x'));
    expect(() => lz4UncompressedBytes(Buffer.alloc(64))).toThrow(refusal);
    for (let length = 0; length < frame.length - 4; length += 7) {
      expect(() => lz4UncompressedBytes(frame.subarray(0, length))).toThrow(refusal);
    }
  });
});
