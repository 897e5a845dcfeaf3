import { jsonPointer } from './json-pointer.ts';

/** What a scan of JSON text found that `JSON.parse` would silently accept. */
export interface StructureFlaw {
  readonly pointer: string;
  readonly detail: string;
}

/** A number token that isn't a plain integer within ±(2^53-1), and where it stands. */
export interface InexactToken {
  readonly path: readonly (string | number)[];
  readonly source: string;
}

export interface JsonStructure {
  readonly flaw?: StructureFlaw;
  /** In document order; those behind a flaw are left out. */
  readonly inexact: readonly InexactToken[];
}

interface Frame {
  /** Names seen so far; absent in an array. */
  readonly names?: Set<string>;
  segment: string | number;
}

// "-0" is left out: it would survive as a value that compares equal to 0 and is written differently.
const PLAIN_INTEGER = /^(?:0|-?[1-9][0-9]*)$/;

/**
 * Finds the first of: nesting deeper than `maxDepth`, a name that stands twice in one object, the name `__proto__`; and every
 * number that parsing would change. One pass over the text: a reviver with source text takes many times as long, and recurses.
 * Text that isn't JSON gives some answer without throwing; `JSON.parse` then refuses it.
 */
export function scanJson(text: string, maxDepth: number): JsonStructure {
  const inexact: InexactToken[] = [];
  const frames: Frame[] = [];
  const path = () => frames.map((frame) => frame.segment);
  const flawed = (detail: string) => ({ flaw: { pointer: jsonPointer(path()), detail }, inexact });
  let top: Frame | undefined;
  for (let at = 0; at < text.length; at++) {
    const character = text[at] ?? '';
    switch (character) {
      case '{':
      case '[':
        if (frames.length === maxDepth) return flawed(`Nested deeper than ${maxDepth} levels.`);
        top = character === '{' ? { names: new Set(), segment: '' } : { segment: 0 };
        frames.push(top);
        break;
      case '}':
      case ']':
        frames.pop();
        top = frames.at(-1);
        break;
      case ',':
        if (typeof top?.segment === 'number') top.segment++;
        break;
      case '"': {
        const end = endOfString(text, at);
        if (top?.names !== undefined && isFollowedByColon(text, end)) {
          const name = stringAt(text, at, end);
          top.segment = name;
          if (name === '__proto__') return flawed('This name is not allowed.');
          if (top.names.has(name)) return flawed('This name stands twice in one object.');
          top.names.add(name);
        }
        at = end;
        break;
      }
      default:
        if (character === '-' || isDigit(character)) {
          const source = numberAt(text, at);
          if (!isExact(source)) inexact.push({ path: path(), source });
          at += source.length - 1;
        }
    }
  }
  return { inexact };
}

function isDigit(character: string): boolean {
  return character >= '0' && character <= '9';
}

function isExact(source: string): boolean {
  return PLAIN_INTEGER.test(source) && Number.isSafeInteger(Number(source));
}

/** Everything from `start` that may stand in a number; whether it is one is for the parser to say. */
function numberAt(text: string, start: number): string {
  let end = start + 1;
  while (end < text.length && isNumeric(text[end] ?? '')) end++;
  return text.slice(start, end);
}

function isNumeric(character: string): boolean {
  return isDigit(character) || '+-.eE'.includes(character);
}

/** Index of the closing quote, or of the last character where there is none. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '"') return at;
  }
  return text.length - 1;
}

function isFollowedByColon(text: string, end: number): boolean {
  let at = end + 1;
  while (text[at] === ' ' || text[at] === '\n' || text[at] === '\r' || text[at] === '\t') at++;
  return text[at] === ':';
}

function stringAt(text: string, start: number, end: number): string {
  const raw = text.slice(start + 1, end);
  if (!raw.includes('\\')) return raw;
  try {
    return String(JSON.parse(`"${raw}"`));
  } catch (error) {
    // An escape that isn't JSON: the parser proper refuses the document a moment later, with its own message.
    if (error instanceof SyntaxError) return raw;
    throw error;
  }
}
