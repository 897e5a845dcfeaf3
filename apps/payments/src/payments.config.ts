import { readConfig } from '@orderflow/service-kit';
import { logLevels } from '@orderflow/telemetry';
import { z } from 'zod';

const port = z.coerce.number().int().min(0).max(65_535);
const postgresUrl = z.url({ protocol: /^postgres(ql)?$/ });
const roleName = z.string().regex(/^[a-z_][a-z0-9_]{0,62}$/, 'must be a role name');

const brokers = z.string().transform((text) => text.split(',').map((broker) => broker.trim()));

const schema = z.object({
  PAYMENTS_PORT: port.default(3002),
  PAYMENTS_HOST: z.string().default('127.0.0.1'),
  PAYMENTS_DATABASE_URL: postgresUrl,
  PAYMENTS_POOL_SIZE: z.coerce.number().int().min(2).max(200).default(20),
  KAFKA_BROKERS: brokers,
  PSP_URL: z.url({ protocol: /^https?$/ }),
  PSP_API_KEY: z.string().min(1),
  /** How long the provider remembers an idempotency key; Stripe promises 24 hours. */
  PSP_KEY_LIFETIME_MS: z.coerce.number().int().min(1).default(86_400_000),
  PSP_TIMEOUT_MS: z.coerce.number().int().min(1).max(25_000).default(10_000),
  JWT_JWKS: z.string(),
  JWT_ISSUER: z.string(),
  JWT_AUDIENCE: z.string(),
  INSTANCE_ID: z.string().max(128).default('payments-1'),
  LOG_LEVEL: z.enum(logLevels).default('info'),
});

/** What the service reads from its environment. */
export type PaymentsConfig = z.output<typeof schema>;

/** @throws ConfigurationError */
export function readPaymentsConfig(environment: NodeJS.ProcessEnv): PaymentsConfig {
  return readConfig(schema, environment);
}

const migrationsSchema = z.object({
  PAYMENTS_MIGRATIONS_URL: postgresUrl,
  PAYMENTS_APP_ROLE: roleName.default('payments_app'),
});

/** What the migrations read. */
export type PaymentsMigrationsConfig = z.output<typeof migrationsSchema>;

/** @throws ConfigurationError */
export function readPaymentsMigrationsConfig(environment: NodeJS.ProcessEnv): PaymentsMigrationsConfig {
  return readConfig(migrationsSchema, environment);
}

const replaySchema = migrationsSchema.extend({
  KAFKA_BROKERS: brokers,
  PAYMENTS_DATABASE_URL: postgresUrl,
});

/** What a replay reads; the provider is not among it. */
export type PaymentsReplayConfig = z.output<typeof replaySchema>;

/** @throws ConfigurationError */
export function readPaymentsReplayConfig(environment: NodeJS.ProcessEnv): PaymentsReplayConfig {
  return readConfig(replaySchema, environment);
}
