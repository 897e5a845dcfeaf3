const SANE_TOKEN = /^[A-Za-z0-9._~:-]{1,128}$/;

/** Name of the header that carries the correlation id in requests and answers. */
export const correlationIdHeader = 'X-Correlation-Id';

/**
 * Takes over the client's correlation id where it is 1 to 128 characters of `A-Z a-z 0-9 . _ ~ : -`, else makes one:
 * the id goes into logs, events and headers, so nothing else may come in from outside.
 */
export function correlationIdFrom(header: string | undefined, newId: () => string): string {
  return header !== undefined && SANE_TOKEN.test(header) ? header : newId();
}
