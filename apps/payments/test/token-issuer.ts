import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

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
  token(claims: Claims): Promise<string>;
}

export async function tokenIssuer(): Promise<TokenIssuer> {
  const { privateKey, publicKey } = await generateKeyPair('ES256');
  const directory = await mkdtemp(join(tmpdir(), 'token-issuer-'));
  const jwks = join(directory, 'jwks.json');
  const key = { ...(await exportJWK(publicKey)), kid: 'test', alg: 'ES256' };
  await writeFile(jwks, JSON.stringify({ keys: [key] }));
  const issuer = 'urn:test:issuer';
  const audience = 'orderflow';
  return {
    authentication: { jwks, issuer, audience },
    token: ({ subject, scope, expiresInSeconds = 300 }) =>
      new SignJWT({ scope })
        .setProtectedHeader({ alg: 'ES256', kid: 'test' })
        .setIssuer(issuer)
        .setAudience(audience)
        .setSubject(subject)
        .setExpirationTime(new Date(Date.now() + expiresInSeconds * 1_000))
        .sign(privateKey),
    async [Symbol.asyncDispose]() {
      await rm(directory, { recursive: true });
    },
  };
}
