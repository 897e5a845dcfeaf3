const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const encoder = new TextEncoder();

/** So many characters are sooner written one by one than by a call of the platform's encoder. */
const shortText = 24;
/** A character of a text, which is a unit of UTF-16, takes no more bytes. */
const mostBytes = 3;
/** The encoder makes its own array of a few bytes far slower than it fills one, so it fills this, of which a copy is taken. */
const scratch = new Uint8Array(1_536);

/** The UTF-8 bytes of a text. */
export const encodeText = (text: string): Uint8Array =>
  (text.length <= shortText ? asciiBytes(text) : undefined) ?? utf8Bytes(text);

const asciiBytes = (text: string): Uint8Array | undefined => {
  const { length } = text;
  const bytes = new Uint8Array(length);
  for (let index = 0; index < length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit > 0x7f) return undefined;
    bytes[index] = unit;
  }
  return bytes;
};

const utf8Bytes = (text: string): Uint8Array => {
  if (text.length * mostBytes > scratch.length) return encoder.encode(text);
  return scratch.slice(0, encoder.encodeInto(text, scratch).written);
};

/**
 * The text of UTF-8 bytes.
 * @throws TypeError where they are none
 */
export const decodeText = (bytes: Uint8Array): string => utf8.decode(bytes);
