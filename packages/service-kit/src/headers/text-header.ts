import type { IncomingHttpHeaders } from 'node:http';

/** The value of a header that may stand once; a repeated one counts as its joined text, which no parser here accepts. */
export function textHeader(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value.join(', ') : value;
}
