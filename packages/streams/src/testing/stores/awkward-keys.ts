/**
 * Two keys of which the longer is the shorter and a time, as a store might write the two in one row: what is kept of the one must not be
 * taken for what is kept of the other.
 */
export const nestedKeys = (time: number): readonly [shorter: Uint8Array, longer: Uint8Array] => {
  const longer = new Uint8Array(9);
  longer[0] = 7;
  new DataView(longer.buffer).setBigInt64(1, BigInt(time));
  return [longer.slice(0, 1), longer];
};

/** In the order of their UTF-8 bytes. The last two stand the other way round by UTF-16, in which JavaScript compares. */
export const orderedTexts: readonly string[] = ['', 'B', 'a', 'a0', 'aa', 'b', 'é', '각', '～', '🍵'];

/** In unsigned order: as signed bytes the greatest would come first. */
export const orderedBytes: readonly (readonly number[])[] = [
  [0],
  [0, 0],
  [1],
  [127],
  [127, 255],
  [128],
  [255],
  [255, 0],
];
