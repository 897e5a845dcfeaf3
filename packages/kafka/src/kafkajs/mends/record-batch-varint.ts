/** Zigzag of an integer within ±2^52, as a number: beyond 32 bits JavaScript's shifts don't reach. */
const zigzag = (value: number): number => (value < 0 ? -value * 2 - 1 : value * 2);

/** Bytes a zigzag varint or varlong takes; for integers within ±2^52. */
export const varintSize = (value: number): number => {
  let size = 1;
  for (let rest = zigzag(value); rest >= 0x80; rest = Math.floor(rest / 0x80)) size += 1;
  return size;
};

/** Writes a zigzag varint or varlong within ±2^52 and returns where it ends. */
export const writeVarint = (target: Buffer, value: number, start: number): number => {
  let at = start;
  let rest = zigzag(value);
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) target[at++] = (rest % 0x80) | 0x80;
  target[at++] = rest;
  return at;
};

/** Reads what records are made of, one after the other, without a copy. */
export class RecordReader {
  private readonly bytes: Buffer;
  private at: number;

  constructor(bytes: Buffer, at: number) {
    this.bytes = bytes;
    this.at = at;
  }

  int8(): number {
    return this.bytes.readInt8(this.at++);
  }

  /** A varint of at most 32 bits. */
  varint(): number {
    let result = 0;
    let shift = 0;
    let byte: number;
    do {
      byte = this.bytes[this.at++] ?? 0;
      result |= (byte & 0x7f) << shift;
      shift += 7;
    } while (byte >= 0x80);
    return (result >>> 1) ^ -(result & 1);
  }

  varlong(): bigint | number {
    const start = this.at;
    let result = 0;
    let factor = 1;
    let byte: number;
    do {
      byte = this.bytes[this.at++] ?? 0;
      result += (byte & 0x7f) * factor;
      factor *= 0x80;
    } while (byte >= 0x80);
    if (result > Number.MAX_SAFE_INTEGER) return this.wideVarlong(start);
    return result % 2 === 0 ? result / 2 : -(result + 1) / 2;
  }

  /** undefined length and null are the same on the wire. */
  bytesOrNull(): Buffer | null {
    const length = this.varint();
    if (length < 0) return null;
    const start = this.at;
    this.at += length;
    return this.bytes.subarray(start, this.at);
  }

  text(): string {
    const length = this.varint();
    const start = this.at;
    this.at += Math.max(0, length);
    return this.bytes.toString('utf8', start, this.at);
  }

  skipTo(at: number): void {
    this.at = at;
  }

  get position(): number {
    return this.at;
  }

  private wideVarlong(start: number): bigint {
    let result = 0n;
    for (let at = start; at < this.at; at += 1) {
      result |= BigInt((this.bytes[at] ?? 0) & 0x7f) << BigInt(7 * (at - start));
    }
    return (result >> 1n) ^ -(result & 1n);
  }
}
