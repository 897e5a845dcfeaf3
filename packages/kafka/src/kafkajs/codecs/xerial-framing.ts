/** 0x82 "SNAPPY" 0x00, then the versions of the format and of the oldest reader, as snappy-java's SnappyCodec has them. */
const magic = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0x00]);
const version = 1;
const headerBytes = magic.length + 8;

/** No bare block begins like this: 0x82 0x53 is a length, and 0x4e then a copy of what came before, where nothing has. */
export const isXerialFramed = (bytes: Buffer): boolean =>
  bytes.length >= headerBytes && bytes.subarray(0, magic.length).equals(magic);

/** The blocks under one header, each after its length as int32. */
export const xerialFrame = (blocks: readonly Buffer[]): Buffer => {
  const header = Buffer.alloc(headerBytes);
  magic.copy(header);
  header.writeInt32BE(version, magic.length);
  header.writeInt32BE(version, magic.length + 4);
  return Buffer.concat([header, ...blocks.flatMap((block) => [lengthOf(block), block])]);
};

const lengthOf = (block: Buffer): Buffer => {
  const length = Buffer.alloc(4);
  length.writeInt32BE(block.length);
  return length;
};

/** The compressed blocks of framed bytes; a header may come again, where streams were joined. @throws RangeError */
export function* xerialBlocks(bytes: Buffer): Generator<Buffer, void, undefined> {
  for (let at = 0; at < bytes.length;) {
    if (isXerialFramed(bytes.subarray(at))) {
      at += headerBytes;
      continue;
    }
    const start = at + 4;
    at = start + bytes.readInt32BE(at);
    if (at <= start || at > bytes.length) throw new RangeError('a snappy block is cut off');
    yield bytes.subarray(start, at);
  }
}
