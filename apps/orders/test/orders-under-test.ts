import { connectClient, connectorWatch } from '@orderflow/connect';
import { startService, type RunningService } from '@orderflow/service-kit';
import { createLogger } from '@orderflow/telemetry';
import type { DataSource } from 'typeorm';
import { z } from 'zod';
import { tokenIssuer, type Claims } from '@orderflow/service-kit/testing';
import { ordersDataSource } from '../src/orders.data-source.ts';
import { OrdersModule } from '../src/orders.module.ts';
import { apiClient, type ApiClient } from './api-client.ts';
import { ordersDatabase, type OrdersDatabase } from './orders-database.ts';

const logLine = z.looseObject({ level: z.string(), message: z.string() });

/** The service's REST on a database of its own, without Kafka. */
export interface OrdersUnderTest extends AsyncDisposable {
  readonly url: string;
  readonly app: RunningService['app'];
  stop: RunningService['stop'];
  readonly database: OrdersDatabase;
  /** The service's own connections. */
  readonly dataSource: DataSource;
  /** Every line at `warn` and above. */
  readonly logged: readonly z.infer<typeof logLine>[];
  /** By default the customer `cus-1` with the scopes of a customer. */
  client(claims?: Partial<Claims>): Promise<ApiClient>;
  /** Calls without a token. */
  readonly stranger: ApiClient;
}

export async function ordersUnderTest(
  options: { readonly maxEventBytes?: number } = {},
): Promise<OrdersUnderTest> {
  const resources = new AsyncDisposableStack();
  const database = resources.use(await ordersDatabase());
  const issuer = resources.use(await tokenIssuer());
  const logged: z.infer<typeof logLine>[] = [];
  const logger = createLogger({
    service: 'orders',
    level: 'warn',
    destination: { write: (line) => void logged.push(logLine.parse(JSON.parse(line))) },
  });
  const poolFailed = (error: Error) => logger.warn('database connection lost', { error });
  const config = { ORDERS_DATABASE_URL: database.appUrl, ORDERS_POOL_SIZE: 10 };
  const dataSource = await ordersDataSource(config, poolFailed).initialize();
  const connectors = connectorWatch({
    client: connectClient('http://127.0.0.1:9'),
    names: [],
    now: () => performance.now(),
    random: Math.random,
  });
  const service = await startService({
    name: 'orders',
    module: OrdersModule.with({ dataSource, connectors, logger, ...options }),
    port: 0,
    logger,
    authentication: issuer.authentication,
  });
  resources.defer(async () => void (await service.stop()));

  return {
    url: service.url,
    app: service.app,
    stop: () => service.stop(),
    database,
    dataSource,
    logged,
    client: async (claims = {}) => {
      const token = { subject: 'cus-1', scope: 'orders:write orders:read', ...claims };
      return apiClient(service.url, await issuer.token(token));
    },
    stranger: apiClient(service.url, undefined),
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}
