import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose';
import { signingKey, signToken, tokenAudience, tokenIssuer } from '../src/development/signing-key.ts';

describe('the signing key of development', () => {
  it('signs tokens that its published key verifies, also after it was found again', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'key-'));
    const key = await signingKey(folder);
    const claims = { subject: 'cus-1', scopes: ['orders:read', 'ops'], expiresInSeconds: 60 };
    const token = await signToken(await signingKey(folder), claims);
    const published: JSONWebKeySet = JSON.parse(await readFile(key.jwksFile, 'utf8'));
    const expected = { issuer: tokenIssuer, audience: tokenAudience };
    const { payload } = await jwtVerify(token, createLocalJWKSet(published), expected);
    expect(payload).toMatchObject({ sub: 'cus-1', scope: 'orders:read ops' });
    expect(JSON.stringify(published)).not.toContain('"d"');
    await rm(folder, { recursive: true });
  });
});
