import type { Serde } from '../../serde/serde.ts';

/**
 * What two keys share exactly when their serialised bytes are equal: a text is its own, all else the text of its bytes, marked so that it
 * is no text of its own.
 */
export type KeyIdentity<K> = (key: K) => unknown;

const bytesText = (bytes: Uint8Array): string => {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
};

/** Half a surrogate pair, which no well-formed text begins with. */
const mark = '\ud800';

/** @throws TypeError for null, which is no key of a store */
export const keyIdentity =
  <K>(serde: Serde<K>): KeyIdentity<K> =>
  (key) =>
    typeof key === 'string' && key.isWellFormed() ? key : mark + orderedText(serde, key);

/** A text whose order, code unit by code unit, is that of the serialised bytes, unsigned. */
export const orderedText = <K>(serde: Serde<K>, key: K): string => {
  const bytes = serde.serialize(key);
  if (bytes === null) throw new TypeError('null is no key of a store');
  return bytesText(bytes);
};
