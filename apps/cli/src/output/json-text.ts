/** A value as JSON: bigints as decimal strings, since a reader's numbers end at 2^53; bytes as base64; absent as null. */
export const jsonText = (value: unknown, indent?: number): string =>
  JSON.stringify(value, (_, each: unknown) => plain(each), indent);

const plain = (value: unknown): unknown => {
  if (typeof value === 'bigint') return value.toString();
  return value === undefined ? null : value;
};
