import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startService, type RunningService } from '@orderflow/service-kit';
import { eventually } from '@orderflow/test-harness';
import { z } from 'zod';
import { problemOf, tokenIssuer } from '@orderflow/service-kit/testing';
import { readOrdersConfig } from '../src/orders.config.ts';
import { ordersService } from '../src/orders.service.ts';
import { apiClient } from './api-client.ts';
import { orderBody } from './order-body.ts';
import { ordersDatabase, type OrdersDatabase } from './orders-database.ts';

const readiness = z.looseObject({
  status: z.string(),
  components: z.record(z.string(), z.looseObject({ status: z.string(), required: z.boolean() })),
});

// The service as main starts it; nobody listens at Kafka's and Connect's addresses.
describe('orders without Kafka and Connect', () => {
  const resources = new AsyncDisposableStack();
  let database: OrdersDatabase;
  let service: RunningService;
  let token: string;

  beforeAll(async () => {
    database = resources.use(await ordersDatabase());
    const issuer = resources.use(await tokenIssuer());
    token = await issuer.token({ subject: 'cus-1', scope: 'orders:write orders:read' });
    const config = readOrdersConfig({
      ORDERS_PORT: '0',
      ORDERS_DATABASE_URL: database.appUrl,
      KAFKA_BROKERS: '127.0.0.1:9',
      CONNECT_URL: 'http://127.0.0.1:9',
      JWT_JWKS: issuer.authentication.jwks,
      JWT_ISSUER: issuer.authentication.issuer,
      JWT_AUDIENCE: issuer.authentication.audience,
      LOG_LEVEL: 'silent',
    });
    service = await startService(await ordersService(config));
  });
  afterAll(async () => {
    await service.stop();
    await resources.disposeAsync();
  });

  const ready = async () => {
    const response = await fetch(`${service.url}/health/ready`);
    return { status: response.status, body: readiness.parse(await response.json()) };
  };

  it('is ready, and names what is down', async () => {
    await eventually(async () => {
      const { status, body } = await ready();
      expect(status).toBe(200);
      expect(body).toMatchObject({
        status: 'ready',
        stopping: false,
        components: {
          postgres: { status: 'up', required: true },
          connectors: {
            status: 'down',
            required: false,
            details: { 'orders-outbox': 'unreachable' },
          },
          'replication slot': { status: 'down', details: { slot: 'orders_outbox', state: 'missing' } },
          'consumer orders': { status: 'down', required: false },
        },
      });
    });
  });

  it('takes orders all the same', async () => {
    expect(await apiClient(service.url, token).place()).toMatchObject({ status: 'placed' });
  });

  it('is not ready while Postgres is away, answers 503 with Retry-After, and recovers', async () => {
    await database.admitApp(false);
    expect(await ready()).toMatchObject({
      status: 503,
      body: { status: 'not-ready', components: { postgres: { status: 'down' } } },
    });
    expect((await fetch(`${service.url}/health/live`)).status).toBe(200);
    const client = apiClient(service.url, token);
    for (const response of [
      await client.post('/orders', orderBody),
      await client.get('/orders/01920000-0000-7000-8000-000000000001'),
    ]) {
      expect(response.headers.get('retry-after')).toBe('1');
      expect(await problemOf(response)).toMatchObject({ status: 503 });
    }

    await database.admitApp(true);
    await eventually(async () => expect((await ready()).status).toBe(200));
    expect(await client.place()).toMatchObject({ status: 'placed' });
  });

  it('describes itself at /openapi.json', async () => {
    const document = z
      .looseObject({ openapi: z.string(), paths: z.record(z.string(), z.record(z.string(), z.unknown())) })
      .parse(await (await fetch(`${service.url}/openapi.json`)).json());
    expect(document.openapi).toMatch(/^3\.1\./);
    expect(Object.keys(document.paths)).toEqual(
      expect.arrayContaining(['/orders', '/orders/{id}', '/orders/{id}/cancel', '/orders/{id}/events']),
    );
    const problem = { content: { 'application/problem+json': expect.anything() } };
    expect(document.paths).toMatchObject({
      '/orders': { post: { requestBody: { required: true }, responses: { 409: problem, 422: problem } } },
      '/orders/{id}/cancel': { post: { requestBody: { required: false }, responses: { 412: problem } } },
      '/orders/{id}/events': {
        get: {
          responses: {
            200: { content: { 'application/cloudevents-batch+json': { schema: { type: 'array' } } } },
          },
        },
      },
    });
  });

  it('tells its metrics, by route and never by order', async () => {
    const { id } = await apiClient(service.url, token).place();
    const response = await fetch(`${service.url}/metrics`);
    const text = await response.text();
    expect(response.status).toBe(200);
    expect(text).toMatch(/route="\/orders",status="201"/);
    expect(text).not.toContain(id);
  });

  it('tells the slot and the connector in its metrics: none where there is no slot, 0 for what is not up', async () => {
    const metrics = async () => (await fetch(`${service.url}/metrics`)).text();
    expect(await metrics()).toContain('orderflow_connector_up{connector="orders-outbox",service="orders"} 0');
    expect(await metrics()).toMatch(/^orderflow_connector_given_up\{.*\} 0$/m);
    expect(await metrics()).not.toMatch(/^orderflow_replication_slot_lag_bytes\{/m);
  });

  it('stops in order, though its consumers never reached Kafka', async () => {
    expect(await service.stop()).toBe('clean');
  });
});
