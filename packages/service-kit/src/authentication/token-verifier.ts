import { readFile } from 'node:fs/promises';
import { createLocalJWKSet, createRemoteJWKSet, errors, jwtVerify, type JWTVerifyGetKey } from 'jose';
import { z } from 'zod';
import { type Caller, callerOf } from './caller.ts';

/** Whose tokens are accepted. */
export interface TokenVerifierOptions {
  /** Where the public keys stand: an http(s) URL, fetched when a key is unknown, or a file's path, read once at start. */
  readonly jwks: string;
  /** The `iss` that a token must have. */
  readonly issuer: string;
  /** What a token's `aud` must contain. */
  readonly audience: string;
  /** Tolerated difference between clocks, in seconds; 60 by default. */
  readonly clockToleranceSeconds?: number;
  /** The present, for expiry; the system's clock by default. */
  readonly now?: () => Date;
}

/** Why a token was refused. */
export type TokenFault =
  | 'expired'
  | 'not-yet-valid'
  | 'audience'
  | 'issuer'
  | 'signature'
  | 'key'
  | 'claims'
  | 'malformed';

/** A token that doesn't identify a caller; the message may be shown to the client. */
export class TokenError extends Error {
  readonly code = 'INVALID_TOKEN';
  readonly fault: TokenFault;

  constructor(fault: TokenFault, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'TokenError';
    this.fault = fault;
  }
}

/** The keys can't be had at present; the request may be sent again later. */
export class KeysUnavailableError extends Error {
  readonly code = 'KEYS_UNAVAILABLE';
  readonly retryable = true;

  constructor(cause: unknown) {
    super('The keys that verify tokens are not reachable.', { cause });
    this.name = 'KeysUnavailableError';
  }
}

/** Verifies a compact JWT. Throws `TokenError`, or `KeysUnavailableError` where the keys can't be fetched. */
export interface TokenVerifier {
  verify(token: string): Promise<Caller>;
}

// Pinned: a token doesn't choose how it is verified. Asymmetric only, so a public key can never serve as a shared secret.
const ALGORITHMS = ['ES256', 'RS256', 'EdDSA'];
const MAX_TOKEN_CHARACTERS = 16_384;

const jwksDocument = z.object({ keys: z.array(z.looseObject({ kty: z.string() })).min(1) });
const claims = z.object({ sub: z.string().min(1).max(255), scope: z.string().default('') });

/**
 * Returns a verifier that accepts a token only with a good signature of a known key (ES256, RS256 or EdDSA), the issuer,
 * the audience, an expiry in the future and a subject.
 *
 * @throws where a key file can't be read or isn't a JWK set
 * @see https://www.rfc-editor.org/rfc/rfc8725 (JWT best current practice)
 */
export async function tokenVerifier(options: TokenVerifierOptions): Promise<TokenVerifier> {
  const keys = await keySource(options.jwks);
  return {
    async verify(token) {
      if (token.length > MAX_TOKEN_CHARACTERS) throw new TokenError('malformed', 'The token is too long.');
      try {
        const { payload } = await jwtVerify(token, keys, {
          issuer: options.issuer,
          audience: options.audience,
          algorithms: ALGORITHMS,
          clockTolerance: options.clockToleranceSeconds ?? 60,
          requiredClaims: ['exp', 'sub'],
          ...(options.now === undefined ? {} : { currentDate: options.now() }),
        });
        const { sub, scope } = claims.parse(payload);
        return callerOf(sub, scope);
      } catch (error) {
        throw refusal(error);
      }
    },
  };
}

async function keySource(jwks: string): Promise<JWTVerifyGetKey> {
  if (/^https?:\/\//.test(jwks)) return createRemoteJWKSet(new URL(jwks));
  return createLocalJWKSet(jwksDocument.parse(JSON.parse(await readFile(jwks, 'utf8'))));
}

function refusal(error: unknown): Error {
  if (error instanceof errors.JWTExpired) return new TokenError('expired', 'The token has expired.', error);
  if (error instanceof errors.JWTClaimValidationFailed) return claimRefusal(error);
  if (error instanceof errors.JWSSignatureVerificationFailed) {
    return new TokenError('signature', "The token's signature is not valid.", error);
  }
  if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys) {
    return new TokenError('key', 'The token was signed with an unknown key.', error);
  }
  if (error instanceof errors.JOSEAlgNotAllowed) {
    return new TokenError('signature', "The token's signature algorithm is not accepted.", error);
  }
  if (error instanceof z.ZodError)
    return new TokenError('claims', 'The token lacks a usable subject or scope.', error);
  if (
    error instanceof errors.JWTInvalid ||
    error instanceof errors.JWSInvalid ||
    error instanceof errors.JOSENotSupported
  ) {
    return new TokenError('malformed', 'The token is not a signed JWT.', error);
  }
  return new KeysUnavailableError(error);
}

function claimRefusal(error: errors.JWTClaimValidationFailed): TokenError {
  if (error.reason === 'missing')
    return new TokenError('claims', `The token lacks the claim ${error.claim}.`, error);
  if (error.claim === 'aud')
    return new TokenError('audience', 'The token is meant for another audience.', error);
  if (error.claim === 'iss') return new TokenError('issuer', 'The token comes from another issuer.', error);
  if (error.claim === 'nbf') return new TokenError('not-yet-valid', 'The token is not valid yet.', error);
  return new TokenError('claims', `The claim ${error.claim} of the token is not valid.`, error);
}
