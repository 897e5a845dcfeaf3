import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { problemOf } from '@orderflow/service-kit/testing';
import { thingsService } from './fixtures/things.service.ts';

describe('a request that fails inside', () => {
  let service: Awaited<ReturnType<typeof thingsService>>;

  beforeAll(async () => {
    service = await thingsService();
  });

  afterAll(async () => {
    await service.stop();
  });

  it('is a 500 without internals, logged with its stack under the correlation id', async () => {
    const response = await fetch(`${service.url}/things/bug`, {
      headers: { 'x-correlation-id': 'from-the-client' },
    });
    const problem = await problemOf(response);
    expect(problem).toMatchObject({ status: 500, correlationId: 'from-the-client' });
    expect(JSON.stringify(problem)).not.toContain('secret inner detail');
    expect(service.logged.find(({ message }) => message === 'request failed')).toMatchObject({
      correlationId: 'from-the-client',
      error: { name: 'TypeError', stack: expect.stringContaining('things.controller') },
    });
  });

  it('is a 503 with Retry-After where the cause passes by itself', async () => {
    const response = await fetch(`${service.url}/things/outage`);
    expect(response.headers.get('retry-after')).toBe('1');
    const problem = await problemOf(response);
    expect(problem.status).toBe(503);
    expect(JSON.stringify(problem)).not.toContain('10.0.0.1');
  });
});

describe('every answer', () => {
  it('carries a correlation id: the sane one of the client or a new one', async () => {
    const service = await thingsService();
    const idFor = async (sent: string) => {
      const response = await fetch(`${service.url}/health/live`, { headers: { 'x-correlation-id': sent } });
      return response.headers.get('x-correlation-id');
    };
    expect(await idFor('abc-1')).toBe('abc-1');
    expect(await idFor('a b')).toMatch(/^[0-9a-f-]{36}$/);
    expect(await idFor('x'.repeat(129))).toMatch(/^[0-9a-f-]{36}$/);
    await service.stop();
  });

  it("continues the client's trace in a span of its own", async () => {
    const service = await thingsService();
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const response = await fetch(`${service.url}/things/trace`, { headers: { traceparent } });
    const trace = await response.json();
    expect(trace).toMatchObject({
      traceparent: expect.stringMatching(/^00-0af7651916cd43dd8448eb211c80319c-[0-9a-f]{16}-01$/),
    });
    expect(trace).not.toMatchObject({ traceparent });
    await service.stop();
  });
});
