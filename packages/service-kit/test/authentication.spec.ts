import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RunningService } from '@orderflow/service-kit';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { problemOf, thingsService } from './fixtures/things.service.ts';

const issuer = 'urn:test:issuer';
const audience = 'orderflow';

async function keyPair() {
  const { privateKey, publicKey } = await generateKeyPair('ES256');
  return { privateKey, jwks: { keys: [{ ...(await exportJWK(publicKey)), kid: 'k1', alg: 'ES256' }] } };
}

describe('a route that needs a token', () => {
  let directory: string;
  let keys: Awaited<ReturnType<typeof keyPair>>;
  let service: RunningService;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'service-kit-'));
    keys = await keyPair();
    const jwks = join(directory, 'jwks.json');
    await writeFile(jwks, JSON.stringify(keys.jwks));
    service = await thingsService({ authentication: { jwks, issuer, audience } });
  });

  afterAll(async () => {
    await service.stop();
    await rm(directory, { recursive: true });
  });

  const now = () => Math.floor(Date.now() / 1000);

  // JSON leaves out what is undefined, which is how a claim goes missing.
  const token = (claims: Readonly<Record<string, unknown>> = {}, key = keys.privateKey, kid = 'k1') =>
    new SignJWT({
      iss: issuer,
      aud: audience,
      sub: 'cus-1',
      exp: now() + 60,
      scope: 'things:read',
      ...claims,
    })
      .setProtectedHeader({ alg: 'ES256', kid })
      .sign(key);

  const call = (authorization?: string, path = '/things/caller', method = 'GET') =>
    fetch(service.url + path, { method, headers: authorization === undefined ? {} : { authorization } });

  it('answers the caller of a good token', async () => {
    const response = await call(`Bearer ${await token({ scope: 'things:read things:write' })}`);
    expect(await response.json()).toEqual({ subject: 'cus-1', canWrite: true });
  });

  it('accepts a token within 60 s after its expiry', async () => {
    expect((await call(`Bearer ${await token({ exp: now() - 50 })}`)).status).toBe(200);
  });

  it('challenges without an error code where no token came', async () => {
    const response = await call();
    expect(response.headers.get('www-authenticate')).toBe('Bearer');
    expect(await problemOf(response)).toMatchObject({ status: 401, detail: 'A bearer token is required.' });
  });

  it('refuses another scheme', async () => {
    expect(await problemOf(await call('Basic dXNlcjpwYXNz'))).toMatchObject({ status: 401 });
  });

  const unsigned = () => {
    const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    return `${part({ alg: 'none' })}.${part({ iss: issuer, aud: audience, sub: 'cus-1', exp: now() + 60 })}.`;
  };

  it.each([
    ['expired', () => token({ exp: now() - 70 }), 'The token has expired.'],
    ['of another audience', () => token({ aud: 'else' }), 'The token is meant for another audience.'],
    ['of another issuer', () => token({ iss: 'else' }), 'The token comes from another issuer.'],
    ['not valid yet', () => token({ nbf: now() + 70 }), 'The token is not valid yet.'],
    ['without an expiry', () => token({ exp: undefined }), 'The token lacks the claim exp.'],
    ['without a subject', () => token({ sub: undefined }), 'The token lacks the claim sub.'],
    [
      'signed with another key',
      async () => token({}, (await keyPair()).privateKey),
      "The token's signature is not valid.",
    ],
    [
      'signed with an unknown key',
      () => token({}, keys.privateKey, 'k2'),
      'The token was signed with an unknown key.',
    ],
    ['unsigned', async () => unsigned(), "The token's signature algorithm is not accepted."],
    ['no JWT at all', async () => 'abc', 'The token is not a signed JWT.'],
  ])('refuses a token that is %s', async (_, makeToken, detail) => {
    const response = await call(`Bearer ${await makeToken()}`);
    expect(response.headers.get('www-authenticate')).toMatch(
      /^Bearer error="invalid_token", error_description="/,
    );
    expect(await problemOf(response)).toMatchObject({ status: 401, detail });
  });

  it('refuses a token that lacks the scope, and names it', async () => {
    const response = await call(`Bearer ${await token()}`, '/things/scoped', 'POST');
    expect(response.headers.get('www-authenticate')).toContain('error="insufficient_scope"');
    expect(response.headers.get('www-authenticate')).toContain('scope="things:write"');
    expect(await problemOf(response)).toMatchObject({ status: 403 });
    const allowed = await call(`Bearer ${await token({ scope: 'things:write' })}`, '/things/scoped', 'POST');
    expect(allowed.status).toBe(200);
  });

  it.each(['/health/live', '/health/ready', '/metrics', '/openapi.json'])('leaves %s open', async (path) => {
    expect((await call(undefined, path)).status).toBe(200);
  });
});

describe('keys behind a URL', () => {
  it('are fetched from there; while they are out of reach the answer is 503, not 401', async () => {
    const keys = await keyPair();
    let reachable = false;
    const server = createServer((_, response) => {
      response.statusCode = reachable ? 200 : 500;
      response.setHeader('content-type', 'application/json').end(JSON.stringify(keys.jwks));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const jwks = `http://127.0.0.1:${port}/jwks.json`;
    const service = await thingsService({ authentication: { jwks, issuer, audience } });
    const token = await new SignJWT({})
      .setProtectedHeader({ alg: 'ES256', kid: 'k1' })
      .setIssuer(issuer)
      .setAudience(audience)
      .setSubject('cus-1')
      .setExpirationTime('1m')
      .sign(keys.privateKey);
    const call = () =>
      fetch(`${service.url}/things/caller`, { headers: { authorization: `Bearer ${token}` } });

    expect(await problemOf(await call())).toMatchObject({ status: 503 });
    reachable = true;
    expect((await call()).status).toBe(200);

    await service.stop();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  });
});
