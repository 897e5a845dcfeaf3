import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, importJWK, type JWK, SignJWT } from 'jose';
import { errorCode } from '../error-code.ts';

const algorithm = 'ES256';

/** Whom tokens of development and tests are from and for. */
export const tokenIssuer = 'urn:orderflow:development';
export const tokenAudience = 'orderflow';

/** Every scope there is. */
export const allScopes = [
  'orders:write',
  'orders:read',
  'orders:fulfil',
  'payments:refund',
  'payments:read',
  'analytics:read',
  'ops',
] as const;

/** A key pair on the disk, with which development and tests stand in for an identity provider. */
export interface SigningKey {
  /** File that the services read as their JWKS. */
  readonly jwksFile: string;
  readonly privateKeyFile: string;
}

export interface TokenClaims {
  readonly subject: string;
  readonly scopes: readonly string[];
  /** Seconds from now; negative for an expired one. */
  readonly expiresInSeconds: number;
}

/** Makes an ES256 key pair in a folder, or finds the one that is there, so that tokens outlive a restart. */
export async function signingKey(folder: string): Promise<SigningKey> {
  const key = { jwksFile: join(folder, 'jwks.json'), privateKeyFile: join(folder, 'private.jwk.json') };
  try {
    await readFile(key.privateKeyFile);
    return key;
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
  }
  await mkdir(folder, { recursive: true });
  const { publicKey, privateKey } = await generateKeyPair(algorithm, { extractable: true });
  const kid = 'development';
  const published = { ...(await exportJWK(publicKey)), kid, alg: algorithm, use: 'sig' };
  await writeFile(key.jwksFile, `${JSON.stringify({ keys: [published] }, null, 2)}\n`);
  // Last: its presence says that both are there.
  const secret = JSON.stringify({ ...(await exportJWK(privateKey)), kid, alg: algorithm });
  await writeFile(key.privateKeyFile, `${secret}\n`, { mode: 0o600 });
  return key;
}

/** A token signed by the key, as an identity provider would hand it to a client. */
export async function signToken(
  key: SigningKey,
  { subject, scopes, expiresInSeconds }: TokenClaims,
): Promise<string> {
  const jwk: JWK = JSON.parse(await readFile(key.privateKeyFile, 'utf8'));
  const now = Math.floor(Date.now() / 1000);
  return new SignJWT({ scope: scopes.join(' ') })
    .setProtectedHeader({ alg: algorithm, ...(jwk.kid === undefined ? {} : { kid: jwk.kid }) })
    .setIssuer(tokenIssuer)
    .setAudience(tokenAudience)
    .setSubject(subject)
    .setIssuedAt(now)
    .setExpirationTime(now + expiresInSeconds)
    .sign(await importJWK(jwk, algorithm));
}
