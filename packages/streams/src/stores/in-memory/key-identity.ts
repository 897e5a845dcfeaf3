import type { Serde } from '../../serde/serde.ts';

/** What two keys share exactly when their serialised bytes are equal: a text is its own, all else the text of its bytes. */
export type KeyIdentity<K> = (key: K) => unknown;

const bytesText = (bytes: Uint8Array): string => {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
};

/** @throws TypeError for null, which is no key of a store */
export const keyIdentity =
  <K>(serde: Serde<K>): KeyIdentity<K> =>
  (key) =>
    typeof key === 'string' ? key : orderedText(serde, key);

/** A text whose order, code unit by code unit, is that of the serialised bytes, unsigned. */
export const orderedText = <K>(serde: Serde<K>, key: K): string => {
  const bytes = serde.serialize(key);
  if (bytes === null) throw new TypeError('null is no key of a store');
  return bytesText(bytes);
};
