import { readConfig } from '@orderflow/service-kit';
import { logLevels } from '@orderflow/telemetry';
import { z } from 'zod';

const port = z.coerce.number().int().min(0).max(65_535);
const postgresUrl = z.url({ protocol: /^postgres(ql)?$/ });
const roleName = z.string().regex(/^[a-z_][a-z0-9_]{0,62}$/, 'must be a role name');

const schema = z.object({
  ORDERS_PORT: port.default(3001),
  ORDERS_HOST: z.string().default('127.0.0.1'),
  ORDERS_DATABASE_URL: postgresUrl,
  ORDERS_POOL_SIZE: z.coerce.number().int().min(2).max(200).default(20),
  KAFKA_BROKERS: z.string().transform((brokers) => brokers.split(',').map((broker) => broker.trim())),
  CONNECT_URL: z.url({ protocol: /^https?$/ }),
  CONNECTOR_NAME: z.string().default('orders-outbox'),
  REPLICATION_SLOT: z.string().default('orders_outbox'),
  JWT_JWKS: z.string(),
  JWT_ISSUER: z.string(),
  JWT_AUDIENCE: z.string(),
  INSTANCE_ID: z.string().max(128).default('orders-1'),
  LOG_LEVEL: z.enum(logLevels).default('info'),
});

/** What the service reads from its environment. */
export type OrdersConfig = z.output<typeof schema>;

/** @throws ConfigurationError */
export function readOrdersConfig(environment: NodeJS.ProcessEnv): OrdersConfig {
  return readConfig(schema, environment);
}

const migrationsSchema = z.object({
  ORDERS_MIGRATIONS_URL: postgresUrl,
  ORDERS_APP_ROLE: roleName.default('orders_app'),
  ORDERS_CDC_ROLE: roleName.default('orders_cdc'),
});

/** What the migrations and the rebuild read. */
export type OrdersMigrationsConfig = z.output<typeof migrationsSchema>;

/** @throws ConfigurationError */
export function readOrdersMigrationsConfig(environment: NodeJS.ProcessEnv): OrdersMigrationsConfig {
  return readConfig(migrationsSchema, environment);
}
