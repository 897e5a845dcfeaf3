import { unauthorized } from '../problems/known-problems.ts';

const BEARER = /^bearer +([A-Za-z0-9._~+/-]+=*) *$/i;

/**
 * Takes the token out of an `Authorization` header.
 *
 * @throws ProblemException with status 401, without an error code where no credentials came (RFC 6750, 3.1)
 */
export function bearerToken(authorization: string | undefined): string {
  if (authorization === undefined) throw unauthorized('A bearer token is required.');
  const token = BEARER.exec(authorization)?.[1];
  if (token === undefined)
    throw unauthorized('The Authorization header must be of the form: Bearer <token>.');
  return token;
}
