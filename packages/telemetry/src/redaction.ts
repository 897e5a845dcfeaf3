const REDACTED = '[redacted]';

/** Field names, lower case and without separators, whose values are secrets or personal data whatever they hold. */
const SECRET_FIELDS: ReadonlySet<string> = new Set([
  'authorization',
  'proxyauthorization',
  'cookie',
  'setcookie',
  'password',
  'passphrase',
  'secret',
  'clientsecret',
  'apikey',
  'token',
  'accesstoken',
  'refreshtoken',
  'idtoken',
  'jwt',
  'privatekey',
  'email',
  'phone',
]);

const BEARER = /\bbearer\s+[\w.~+/=-]+/gi;
const JWT = /\beyJ[\w-]+\.[\w-]+\.[\w-]*/g;
// Bounded quantifiers: a log line must not cost quadratic time.
const EMAIL = /[^\s@"'<>()=,;:]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,8}/gi;
// What stands between the scheme and the host of a connection string, up to its last '@'.
const URL_CREDENTIALS = /(\b[a-z][a-z0-9+.-]{1,20}:\/\/)[^\s/]{1,512}@/gi;

const MAX_DEPTH = 8;

/**
 * Returns a copy of `value` without secrets and personal data: fields of a secret name lose their value, and bearer
 * tokens, JWTs, e-mail addresses and credentials in URLs vanish from every string, error messages included.
 *
 * @param value what a log line would carry; objects deeper than 8 levels are cut, a cycle is named
 * @param secretFields further field names, compared without case and separators
 */
export function redact(value: unknown, secretFields: readonly string[] = []): unknown {
  const names = new Set([...SECRET_FIELDS, ...secretFields.map(normalised)]);
  return copy(value, names, [], 0);
}

function copy(
  value: unknown,
  names: ReadonlySet<string>,
  ancestors: readonly object[],
  depth: number,
): unknown {
  if (typeof value === 'string') return redactText(value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Date) return value;
  if (ancestors.includes(value)) return '[circular]';
  if (depth === MAX_DEPTH) return '[too deep]';
  const path = [...ancestors, value];
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (Array.isArray(value)) return value.map((element) => copy(element, names, path, depth + 1));
  const entries =
    value instanceof Map
      ? [...value].map(([key, held]) => [String(key), held] as const)
      : Object.entries(value);
  return Object.fromEntries(
    entries.map(([name, held]) => [
      name,
      names.has(normalised(name)) && held !== undefined && held !== null
        ? REDACTED
        : copy(held, names, path, depth + 1),
    ]),
  );
}

function redactText(text: string): string {
  return text
    .replace(URL_CREDENTIALS, `$1${REDACTED}@`)
    .replace(BEARER, `Bearer ${REDACTED}`)
    .replace(JWT, REDACTED)
    .replace(EMAIL, REDACTED);
}

function normalised(name: string): string {
  return name.toLowerCase().replace(/[-_\s]/g, '');
}
