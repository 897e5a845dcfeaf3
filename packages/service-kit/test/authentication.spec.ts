import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { callerOf, type RunningService } from '@orderflow/service-kit';
import { problemOf, type TokenIssuer, tokenIssuer } from '@orderflow/service-kit/testing';
import { thingsService } from './fixtures/things.service.ts';

describe('a route that needs a token', () => {
  let issuer: TokenIssuer;
  let service: RunningService;

  beforeAll(async () => {
    issuer = await tokenIssuer();
    service = await thingsService({ authentication: issuer.authentication });
  });

  afterAll(async () => {
    await service.stop();
    await issuer[Symbol.asyncDispose]();
  });

  const now = () => Math.floor(Date.now() / 1000);

  const claims = (changes: Readonly<Record<string, unknown>> = {}) => ({
    iss: issuer.authentication.issuer,
    aud: issuer.authentication.audience,
    sub: 'cus-1',
    exp: now() + 60,
    scope: 'things:read',
    ...changes,
  });
  const token = (changes?: Readonly<Record<string, unknown>>) => issuer.sign(claims(changes));

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

  const signedByAnother = async () => {
    await using another = await tokenIssuer();
    return another.sign(claims());
  };
  const unsigned = () => {
    const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    return `${part({ alg: 'none' })}.${part(claims())}.`;
  };

  it.each([
    ['expired', () => token({ exp: now() - 70 }), 'The token has expired.'],
    ['of another audience', () => token({ aud: 'else' }), 'The token is meant for another audience.'],
    ['of another issuer', () => token({ iss: 'else' }), 'The token comes from another issuer.'],
    ['not valid yet', () => token({ nbf: now() + 70 }), 'The token is not valid yet.'],
    ['without an expiry', () => token({ exp: undefined }), 'The token lacks the claim exp.'],
    ['without a subject', () => token({ sub: undefined }), 'The token lacks the claim sub.'],
    ['signed with another key', signedByAnother, "The token's signature is not valid."],
    [
      'signed with an unknown key',
      () => issuer.sign(claims(), 'k2'),
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

  it('reads no body before it has let the caller in', async () => {
    const post = async (authorization: string) => {
      const headers = { authorization, 'content-type': 'application/json' };
      return problemOf(
        await fetch(`${service.url}/things/guarded`, { method: 'POST', body: '{"name":', headers }),
      );
    };
    expect(await post('Bearer abc')).toMatchObject({ status: 401 });
    expect(await post(`Bearer ${await token()}`)).toMatchObject({ status: 403 });
    expect(await post(`Bearer ${await token({ scope: 'things:write' })}`)).toMatchObject({
      status: 400,
      type: 'urn:orderflow:problem:malformed-json',
    });
  });

  it.each(['/health/live', '/health/ready', '/metrics', '/openapi.json'])('leaves %s open', async (path) => {
    expect((await call(undefined, path)).status).toBe(200);
  });
});

describe('a caller', () => {
  it('acts under the subject of the token', () => {
    expect(callerOf('cus-1', '')).toMatchObject({ subject: 'cus-1', actor: 'cus-1' });
  });

  it('whose subject is an e-mail address acts under a pseudonym, the same each time, and keeps the subject', () => {
    const caller = callerOf('anna@example.com', '');
    expect(caller.subject).toBe('anna@example.com');
    expect(caller.actor).toMatch(/^sub:[0-9a-f]{32}$/);
    expect(callerOf('anna@example.com', 'ops').actor).toBe(caller.actor);
    expect(callerOf('hanna@example.com', '').actor).not.toBe(caller.actor);
  });
});

describe('keys behind a URL', () => {
  it('are fetched from there; while they are out of reach the answer is 503, not 401', async () => {
    await using issuer = await tokenIssuer();
    let reachable = false;
    const server = createServer((_, response) => {
      response.statusCode = reachable ? 200 : 500;
      response.setHeader('content-type', 'application/json').end(JSON.stringify(issuer.keys));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const jwks = `http://127.0.0.1:${port}/jwks.json`;
    const service = await thingsService({ authentication: { ...issuer.authentication, jwks } });
    const authorization = `Bearer ${await issuer.token({ subject: 'cus-1', scope: '' })}`;
    const call = () => fetch(`${service.url}/things/caller`, { headers: { authorization } });

    expect(await problemOf(await call())).toMatchObject({ status: 503 });
    reachable = true;
    expect((await call()).status).toBe(200);

    await service.stop();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  });
});
