/** What a JSON object holds, by name. */
export type Members = ReadonlyMap<string, unknown>;

/** @throws TypeError unless it is an object */
export const membersOf = (json: unknown): Members => {
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    throw new TypeError('an object is needed');
  return new Map<string, unknown>(Object.entries(json));
};

/** @throws TypeError unless the member is text that isn't empty */
export const text = (members: Members, name: string): string => {
  const value = members.get(name);
  if (typeof value !== 'string' || value === '') throw new TypeError(`${name} is no text`);
  return value;
};

/** @throws TypeError unless the member is an integer of at least 0 that a number holds exactly */
export const wholeNumber = (members: Members, name: string): number => {
  const value = members.get(name);
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0)
    throw new TypeError(`${name} is no integer of at least 0`);
  return value;
};

/** @throws TypeError unless the member is one of the words */
export const oneOf = <W extends string>(members: Members, name: string, words: readonly W[]): W => {
  const value = members.get(name);
  const word = words.find((known) => known === value);
  if (word === undefined) throw new TypeError(`${name} is none of ${words.join(', ')}`);
  return word;
};
