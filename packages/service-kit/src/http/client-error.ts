import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { correlationIdHeader } from '../headers/correlation-id.ts';
import { fromStatus } from '../problems/to-problem.ts';

interface ConnectionError extends Error {
  readonly code?: string;
}

const REFUSALS: Readonly<Record<string, readonly [status: number, detail: string]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'The request did not arrive in time.'],
  HPE_HEADER_OVERFLOW: [431, 'The headers are too large.'],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: [413, 'The chunk extensions are too large.'],
};
const NOT_HTTP = [400, 'What was sent is not an HTTP request.'] as const;

/**
 * Returns the answer to bytes that Node can't read as a request, and to a request that doesn't arrive in time: a problem document
 * like every other, then the connection ends. No hook and no filter sees such a request.
 */
export function clientErrorHandler(newId: () => string): (error: ConnectionError, socket: Socket) => void {
  return (error, socket) => {
    // A connection that was reset takes no answer.
    if (error.code !== 'ECONNRESET' && socket.writable) socket.write(answerTo(error, newId()));
    socket.destroy(error);
  };
}

function answerTo({ code = '' }: ConnectionError, correlationId: string): string {
  const [status, detail] = REFUSALS[code] ?? NOT_HTTP;
  const body = JSON.stringify({ ...fromStatus(status, detail).document, correlationId });
  return [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'Content-Type: application/problem+json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    `${correlationIdHeader}: ${correlationId}`,
    'Connection: close',
    '',
    body,
  ].join('\r\n');
}
