import { problem, type ProblemError, type ProblemException } from './problem.ts';

/** 400 that names every fault of the request. */
export function invalidRequest(errors: readonly ProblemError[]): ProblemException {
  return problem({
    status: 400,
    type: 'invalid-request',
    title: 'The request is not valid',
    detail:
      errors.length === 1
        ? `${place(errors[0])}${errors[0]?.detail ?? ''}`
        : `${errors.length} faults were found.`,
    errors,
  });
}

/** 400 for a body that can't be read at all. */
export function malformedJson(detail: string, cause?: unknown): ProblemException {
  return problem({
    status: 400,
    type: 'malformed-json',
    title: 'The body is not readable JSON',
    detail,
    errors: [{ pointer: '', detail }],
    cause,
  });
}

/** 401 with the challenge of RFC 6750; without `error` where the request carried no credentials at all. */
export function unauthorized(detail: string, error?: 'invalid_token'): ProblemException {
  const challenge =
    error === undefined ? 'Bearer' : `Bearer error="${error}", error_description="${quotable(detail)}"`;
  return problem({
    status: 401,
    type: 'unauthorized',
    title: 'Valid credentials are required',
    detail,
    headers: { 'WWW-Authenticate': challenge },
  });
}

/** 403 with the challenge of RFC 6750 that names the scopes which would do. */
export function insufficientScope(scopes: readonly string[]): ProblemException {
  const detail = `The token lacks the scope ${scopes.join(' ')}.`;
  return problem({
    status: 403,
    type: 'insufficient-scope',
    title: 'The token does not allow this',
    detail,
    headers: {
      'WWW-Authenticate': `Bearer error="insufficient_scope", error_description="${quotable(detail)}", scope="${scopes.join(' ')}"`,
    },
  });
}

/** 403 for a caller who is known and may not do this. */
export function forbidden(detail: string): ProblemException {
  return problem({ status: 403, type: 'forbidden', title: 'The caller may not do this', detail });
}

/** 404; also the answer for what exists and isn't the caller's. */
export function notFound(detail: string): ProblemException {
  return problem({ status: 404, type: 'not-found', title: 'Nothing stands at this address', detail });
}

/** 503 that asks the client to come back after `retryAfterSeconds` (1 by default). */
export function temporarilyUnavailable(
  detail: string,
  cause?: unknown,
  retryAfterSeconds: number = 1,
): ProblemException {
  return problem({
    status: 503,
    type: 'temporarily-unavailable',
    title: 'The service cannot answer for the moment',
    detail,
    headers: { 'Retry-After': String(retryAfterSeconds) },
    cause,
  });
}

function place(error: ProblemError | undefined): string {
  const where = error?.pointer ?? error?.header ?? error?.parameter ?? '';
  return where === '' ? '' : `${where}: `;
}

function quotable(text: string): string {
  return text.replaceAll(/["\\]/g, "'");
}
