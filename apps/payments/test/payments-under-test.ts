import { startService, type RunningService } from '@orderflow/service-kit';
import { createLogger } from '@orderflow/telemetry';
import { PaymentsModule } from '../src/payments.module.ts';
import { httpPaymentProvider } from '../src/provider/http.payment-provider.ts';
import { paymentsDatabase, type PaymentsDatabase } from './payments-database.ts';
import { tokenIssuer, type Claims } from '@orderflow/service-kit/testing';

/** The service's REST on a database of its own, without Kafka; its provider is not there. */
export interface PaymentsUnderTest extends AsyncDisposable {
  readonly app: RunningService['app'];
  readonly database: PaymentsDatabase;
  /** By default as the customer `cus-1` with the scope of a customer. */
  get(path: string, claims?: Partial<Claims>): Promise<Response>;
}

export async function paymentsUnderTest(): Promise<PaymentsUnderTest> {
  const resources = new AsyncDisposableStack();
  const database = resources.use(await paymentsDatabase());
  const issuer = resources.use(await tokenIssuer());
  const logger = createLogger({ service: 'payments', level: 'silent' });
  const service = await startService({
    name: 'payments',
    module: PaymentsModule.with({
      dataSource: database.dataSource,
      provider: httpPaymentProvider({ url: 'http://127.0.0.1:9', apiKey: 'secret', timeoutMs: 1_000 }),
      providerKeyLifetimeMs: 86_400_000,
      providerTimeoutMs: 1_000,
      onDuplicate: (envelope) => logger.debug('duplicate', { id: envelope.id }),
    }),
    port: 0,
    logger,
    authentication: issuer.authentication,
  });
  resources.defer(async () => void (await service.stop()));
  return {
    app: service.app,
    database,
    get: async (path, claims = {}) => {
      const token = await issuer.token({ subject: 'cus-1', scope: 'payments:read', ...claims });
      return fetch(service.url + path, { headers: { authorization: `Bearer ${token}` } });
    },
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}
