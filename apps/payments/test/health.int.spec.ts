import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startService, type RunningService } from '@orderflow/service-kit';
import { eventually } from '@orderflow/test-harness';
import { readPaymentsConfig } from '../src/payments.config.ts';
import { paymentsService } from '../src/payments.service.ts';
import { paymentsDatabase, type PaymentsDatabase } from './payments-database.ts';
import { tokenIssuer } from '@orderflow/service-kit/testing';

// The service as main starts it; nobody listens at Kafka's and the provider's addresses.
describe('payments without Kafka and its provider', () => {
  const resources = new AsyncDisposableStack();
  let database: PaymentsDatabase;
  let service: RunningService;

  beforeAll(async () => {
    database = resources.use(await paymentsDatabase());
    const issuer = resources.use(await tokenIssuer());
    const config = readPaymentsConfig({
      PAYMENTS_PORT: '0',
      PAYMENTS_DATABASE_URL: database.appUrl,
      KAFKA_BROKERS: '127.0.0.1:9',
      PSP_URL: 'http://127.0.0.1:9',
      PSP_API_KEY: 'secret',
      JWT_JWKS: issuer.authentication.jwks,
      JWT_ISSUER: issuer.authentication.issuer,
      JWT_AUDIENCE: issuer.authentication.audience,
      LOG_LEVEL: 'silent',
    });
    service = await startService(await paymentsService(config));
  });
  afterAll(async () => {
    await service.stop();
    await resources.disposeAsync();
  });

  const ready = async () => {
    const response = await fetch(`${service.url}/health/ready`);
    return { status: response.status, body: await response.json() };
  };

  it('is ready, names its consumers as down and counts open effects', async () => {
    expect(await ready()).toMatchObject({
      status: 200,
      body: {
        status: 'ready',
        components: {
          postgres: { status: 'up', required: true },
          effects: { status: 'up', details: { unresolved: 0 } },
          'consumer payments': { status: 'down', required: false },
          'consumer payments-details': { status: 'down', required: false },
        },
      },
    });
  });

  it('is not ready while Postgres is away, and recovers', async () => {
    await database.admitApp(false);
    expect(await ready()).toMatchObject({
      status: 503,
      body: { status: 'not-ready', components: { postgres: { status: 'down' } } },
    });
    await database.admitApp(true);
    await eventually(async () => expect((await ready()).status).toBe(200));
  });

  it('answers /metrics and /openapi.json', async () => {
    const metrics = await (await fetch(`${service.url}/metrics`)).text();
    expect(metrics).toMatch(/^orderflow_duplicates_dropped_total\{.*handler="settle-payment".*\} 0$/m);
    expect(metrics).toMatch(/^orderflow_effects_unresolved(\{.*\})? 0$/m);
    expect(await (await fetch(`${service.url}/openapi.json`)).json()).toMatchObject({
      paths: { '/payments/{orderId}': { get: { summary: 'The payment of an order' } } },
    });
  });

  it('stops in order, though its consumers never reached Kafka', async () => {
    expect(await service.stop()).toBe('clean');
  });
});
