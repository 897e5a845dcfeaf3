import { STATUS_CODES } from 'node:http';
import { HttpException } from '@nestjs/common';
import { temporarilyUnavailable } from './known-problems.ts';
import { problem, ProblemException } from './problem.ts';

/**
 * Turns anything thrown while a request was handled into the problem to answer with. What isn't meant for clients
 * becomes a 500 without a word of the error; an error marked `retryable: true` becomes a 503 with `Retry-After`.
 */
export function toProblem(error: unknown): ProblemException {
  if (error instanceof ProblemException) return error;
  if (error instanceof HttpException) return fromStatus(error.getStatus(), error.message, error);
  if (isRetryable(error))
    return temporarilyUnavailable('A part this answer depends on is not reachable.', error);
  const status = clientErrorStatus(error);
  if (status !== undefined && error instanceof Error) return fromStatus(status, error.message, error);
  return problem({
    status: 500,
    type: 'internal-error',
    title: 'The service failed',
    detail: 'The failure was logged under the correlation id of this answer.',
    cause: error,
  });
}

/** A problem that says no more than its status and the message, which a client may read below 500. */
export function fromStatus(status: number, message: string, cause?: unknown): ProblemException {
  const title = STATUS_CODES[status] ?? 'Error';
  const type = title.toLowerCase().replaceAll(/[^a-z]+/g, '-');
  if (status >= 500) return problem({ status, type, title, cause });
  return problem({ status, type, title, detail: message, cause });
}

function isRetryable(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'retryable' in error && error.retryable === true;
}

/** Fastify marks its own refusals (413, 415, 414 …) with a code of the form FST_ERR_ and the status. */
function clientErrorStatus(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error) || !('statusCode' in error))
    return undefined;
  if (typeof error.code !== 'string' || !error.code.startsWith('FST_ERR_')) return undefined;
  const status = error.statusCode;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : undefined;
}
