import { jsonPointer } from './json-pointer.ts';

/** A string, or an object's name, that can't be stored: Postgres refuses NUL, UTF-8 can't carry a lone surrogate. */
export interface TextFlaw {
  readonly pointer: string;
  readonly detail: string;
}

const MAX_REPORTED = 20;

/** Says what is wrong with a string, or `undefined` where it can be stored and sent unchanged. */
export function textFlaw(text: string): string | undefined {
  if (text.includes('\u0000')) return 'Must not contain the NUL character.';
  if (!text.isWellFormed()) return 'Must be well-formed Unicode; it contains a lone surrogate.';
  return undefined;
}

/** Lists the flawed strings and names of a parsed document in document order, at most 20. */
export function findTextFlaws(value: unknown): readonly TextFlaw[] {
  const flaws: TextFlaw[] = [];
  visit(value, [], flaws);
  return flaws;
}

/** @param path to the value; the one array serves the whole walk, since a copy a value would be most of its work */
function visit(value: unknown, path: PropertyKey[], flaws: TextFlaw[]): void {
  if (flaws.length === MAX_REPORTED) return;
  if (typeof value === 'string') {
    const detail = textFlaw(value);
    if (detail !== undefined) flaws.push({ pointer: jsonPointer(path), detail });
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    value.forEach((element, index) => visitMember(element, index, path, flaws));
    return;
  }
  for (const [name, held] of Object.entries(value)) {
    // The pointer of a flawed name is its object's: the name itself couldn't be written into the answer.
    if (textFlaw(name) !== undefined && flaws.length < MAX_REPORTED) {
      flaws.push({ pointer: jsonPointer(path), detail: 'A name in this object is not well-formed text.' });
    } else {
      visitMember(held, name, path, flaws);
    }
  }
}

function visitMember(value: unknown, key: PropertyKey, path: PropertyKey[], flaws: TextFlaw[]): void {
  path.push(key);
  visit(value, path, flaws);
  path.pop();
}
