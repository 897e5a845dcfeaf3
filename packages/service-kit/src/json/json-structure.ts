import { jsonPointer } from './json-pointer.ts';

/** What a scan of JSON text found that `JSON.parse` would silently accept. */
export interface StructureFlaw {
  readonly pointer: string;
  readonly detail: string;
}

interface Frame {
  /** Names seen so far; absent in an array. */
  readonly names?: Set<string>;
  segment: string | number;
}

/**
 * Finds the first of: nesting deeper than `maxDepth`, a name that stands twice in one object, the name `__proto__`.
 * One pass over the text, before it is parsed: a reviver recurses, so depth has to be known first. Text that isn't JSON
 * gives some answer without throwing; `JSON.parse` then refuses it.
 */
export function findStructureFlaw(text: string, maxDepth: number): StructureFlaw | undefined {
  const frames: Frame[] = [];
  const pointer = () => jsonPointer(frames.map((frame) => frame.segment));
  for (let at = 0; at < text.length; at++) {
    const top = frames.at(-1);
    switch (text[at]) {
      case '{':
        frames.push({ names: new Set(), segment: '' });
        break;
      case '[':
        frames.push({ segment: 0 });
        break;
      case '}':
      case ']':
        frames.pop();
        break;
      case ',':
        if (typeof top?.segment === 'number') top.segment++;
        break;
      case '"': {
        const end = endOfString(text, at);
        if (top?.names !== undefined && isFollowedByColon(text, end)) {
          const name = stringAt(text, at, end);
          top.segment = name;
          if (name === '__proto__') return { pointer: pointer(), detail: 'This name is not allowed.' };
          if (top.names.has(name))
            return { pointer: pointer(), detail: 'This name stands twice in one object.' };
          top.names.add(name);
        }
        at = end;
        break;
      }
      default:
    }
    if (frames.length > maxDepth) {
      frames.pop();
      return { pointer: pointer(), detail: `Nested deeper than ${maxDepth} levels.` };
    }
  }
  return undefined;
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
