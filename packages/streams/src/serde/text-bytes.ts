const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const encoder = new TextEncoder();

/** A call of the platform's encoder costs more than to write some dozens of characters one by one. */
const shortText = 48;

/** The UTF-8 bytes of a text. */
export const encodeText = (text: string): Uint8Array => {
  const { length } = text;
  if (length > shortText) return encoder.encode(text);
  const bytes = new Uint8Array(length);
  for (let index = 0; index < length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit > 0x7f) return encoder.encode(text);
    bytes[index] = unit;
  }
  return bytes;
};

/**
 * The text of UTF-8 bytes.
 * @throws TypeError where they are none
 */
export const decodeText = (bytes: Uint8Array): string => utf8.decode(bytes);
