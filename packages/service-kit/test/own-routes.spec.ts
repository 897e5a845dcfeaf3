import { describe, expect, it } from '@jest/globals';
import { type ComponentReport, HealthRegistry, METRICS } from '@orderflow/service-kit';
import { thingsService } from './fixtures/things.service.ts';

describe('/health/ready', () => {
  it('names every component and is decided by the required ones alone', async () => {
    const service = await thingsService();
    const registry = service.app.get(HealthRegistry);
    const ready = async () => {
      const response = await fetch(`${service.url}/health/ready`);
      return { code: response.status, body: await response.json() };
    };
    registry.register({ name: 'postgres', required: true, probe: () => ({ status: 'up' }) });
    registry.register({
      name: 'kafka',
      required: false,
      probe: () => ({ status: 'down', details: { since: 'noon' } }),
    });

    expect(await ready()).toEqual({
      code: 200,
      body: {
        status: 'ready',
        stopping: false,
        components: {
          postgres: { status: 'up', required: true },
          kafka: { status: 'down', details: { since: 'noon' }, required: false },
        },
      },
    });

    const refused = Object.assign(new Error('password of 10.0.0.1'), { code: 'ECONNREFUSED' });
    registry.register({ name: 'postgres', required: true, probe: () => Promise.reject(refused) });
    expect(await ready()).toMatchObject({
      code: 503,
      body: {
        status: 'not-ready',
        components: { postgres: { status: 'down', details: { error: 'ECONNREFUSED' } } },
      },
    });
    await service.stop();
  });

  it('counts a component whose probe hangs as down, within its timeout', async () => {
    const service = await thingsService();
    const registry = service.app.get(HealthRegistry);
    const answer = Promise.withResolvers<ComponentReport>();
    registry.register({ name: 'stuck', required: true, timeoutMs: 20, probe: () => answer.promise });
    const response = await fetch(`${service.url}/health/ready`);
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({ components: { stuck: { details: { error: 'TIMEOUT' } } } });
    await service.stop();
  });
});

describe('/metrics', () => {
  it('counts requests by route template, never by path', async () => {
    const service = await thingsService();
    await fetch(`${service.url}/things/0198c0de-0000-7000-8000-000000000001`);
    await fetch(`${service.url}/no/such/path`);
    const response = await fetch(`${service.url}/metrics`);
    expect(response.headers.get('content-type')).toContain('text/plain');
    const text = await response.text();
    expect(text).toContain(
      'orderflow_http_request_duration_seconds_count{service="things",method="GET",route="/things/:id",status="200"} 1',
    );
    expect(text).toContain('route="none",status="404"');
    expect(text).toContain('orderflow_process_resident_memory_bytes');
    expect(text).not.toContain('0198c0de');
    expect(service.app.get(METRICS)).toBeDefined();
    await service.stop();
  });
});

describe('/openapi.json', () => {
  it('describes the routes with the schemas they validate with', async () => {
    const service = await thingsService();
    const problemReference = { $ref: '#/components/schemas/Problem' };
    const document = await (await fetch(`${service.url}/openapi.json`)).json();
    expect(document).toMatchObject({
      openapi: '3.1.0',
      paths: {
        '/things': {
          post: {
            security: [],
            parameters: [{ name: 'Idempotency-Key', in: 'header' }],
            requestBody: {
              required: true,
              content: {
                'application/json': {
                  schema: { additionalProperties: false, required: ['name', 'currency', 'lines'] },
                },
              },
            },
            responses: { 201: { description: 'Echoed.' }, default: {} },
          },
          get: { parameters: [{ name: 'limit', in: 'query', required: false }] },
        },
        '/things/guarded': {
          post: {
            requestBody: { required: false },
            responses: {
              201: { content: { 'application/thing+json': { schema: { type: 'object' } } } },
              409: { content: { 'application/problem+json': { schema: problemReference } } },
            },
          },
        },
        '/things/scoped': { post: { security: [{ bearer: ['things:write'] }] } },
        '/things/{id}': { get: { parameters: [{ name: 'id', in: 'path', schema: { format: 'uuid' } }] } },
        '/health/ready': { get: {} },
      },
    });
    await service.stop();
  });
});
