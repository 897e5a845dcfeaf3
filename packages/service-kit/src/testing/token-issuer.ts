import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, type JSONWebKeySet, SignJWT } from 'jose';

/** What a token says of its bearer. */
export interface Claims {
  readonly subject: string;
  /** Separated by spaces, as in the token. */
  readonly scope: string;
  /** Seconds from now; negative for a token that has expired. Default 300. */
  readonly expiresInSeconds?: number;
}

/** Issues tokens, whose public key stands in a file of its own. */
export interface TokenIssuer extends AsyncDisposable {
  /** What a service needs to verify them. */
  readonly authentication: { readonly jwks: string; readonly issuer: string; readonly audience: string };
  /** The key set that the file holds. */
  readonly keys: JSONWebKeySet;
  /** A token that a service accepts, unless it has expired. */
  token(claims: Claims): Promise<string>;
  /**
   * A token of exactly these claims, good or bad: nothing is added, and what is undefined is left out.
   * @param keyId named in its header; that of the issuer's key by default
   */
  sign(claims: Readonly<Record<string, unknown>>, keyId?: string): Promise<string>;
}

const algorithm = 'ES256';
const ownKeyId = 'test';
const issuer = 'urn:test:issuer';
const audience = 'orderflow';

/** Returns an issuer with a fresh key pair; all issuers have one name and audience, so that only their keys tell them apart. */
export async function tokenIssuer(): Promise<TokenIssuer> {
  const { privateKey, publicKey } = await generateKeyPair(algorithm);
  const keys = { keys: [{ ...(await exportJWK(publicKey)), kid: ownKeyId, alg: algorithm }] };
  const directory = await mkdtemp(join(tmpdir(), 'token-issuer-'));
  const jwks = join(directory, 'jwks.json');
  await writeFile(jwks, JSON.stringify(keys));
  const sign = (claims: Readonly<Record<string, unknown>>, keyId: string = ownKeyId) =>
    new SignJWT({ ...claims }).setProtectedHeader({ alg: algorithm, kid: keyId }).sign(privateKey);
  return {
    authentication: { jwks, issuer, audience },
    keys,
    sign,
    token: ({ subject, scope, expiresInSeconds = 300 }) =>
      sign({
        iss: issuer,
        aud: audience,
        sub: subject,
        exp: Math.floor(Date.now() / 1_000) + expiresInSeconds,
        scope,
      }),
    async [Symbol.asyncDispose]() {
      await rm(directory, { recursive: true });
    },
  };
}
