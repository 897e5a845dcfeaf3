import { join } from 'node:path';
import { connectUrl } from '../connect/connect-worker.ts';
import { type SigningKey, tokenAudience, tokenIssuer } from '../development/signing-key.ts';
import { postgresUrl } from '../postgres/postgres-session.ts';
import { repositoryRoot } from '../settings/repository.ts';
import { portVariables, type ServicePorts } from '../settings/stack-settings.ts';
import type { StackState } from '../stack/stack-state.ts';

export type ServiceName = 'orders' | 'payments' | 'psp-simulator';
export type ServiceEnvironment = Readonly<Record<string, string>>;

/** What the environment of every service is made of. */
export interface ServiceContext {
  readonly state: StackState;
  readonly ports: ServicePorts;
  readonly key: SigningKey;
  /** File in which the PSP simulator remembers its effects. */
  readonly pspJournal: string;
  /** How long the PSP simulator remembers an idempotency key, in milliseconds; Stripe: 24 h. */
  readonly pspKeyLifetimeMs: number;
  readonly logLevel: string;
}

/** A service as the supervisor knows it. */
export interface ServiceDefinition {
  readonly name: ServiceName;
  readonly portName: keyof ServicePorts;
  readonly portVariable: string;
  /** Built entry point. */
  readonly main: string;
  /** Built migrations, run to their end before the service starts. */
  readonly migrate?: string;
  /** Path that answers below 500 once the service serves. */
  readonly readyPath: string;
  readonly environment: (context: ServiceContext) => ServiceEnvironment;
}

const built = (app: string, file: string): string => join(repositoryRoot, 'apps', app, 'dist', file);

const tokens = ({ key }: ServiceContext): ServiceEnvironment => ({
  JWT_JWKS: key.jwksFile,
  JWT_ISSUER: tokenIssuer,
  JWT_AUDIENCE: tokenAudience,
});

const kafkaBrokers = ({ state }: ServiceContext): string => `127.0.0.1:${state.ports.kafka}`;

const orders: ServiceDefinition = {
  name: 'orders',
  portName: 'orders',
  portVariable: portVariables.orders,
  main: built('orders', 'main.js'),
  migrate: built('orders', 'migrate.js'),
  readyPath: '/health/ready',
  environment: (context) => ({
    ...tokens(context),
    ORDERS_HOST: '127.0.0.1',
    ORDERS_PORT: String(context.ports.orders),
    ORDERS_DATABASE_URL: postgresUrl(context.state, 'orders_app', 'orders'),
    ORDERS_MIGRATIONS_URL: postgresUrl(context.state, 'orders_owner', 'orders'),
    ORDERS_APP_ROLE: 'orders_app',
    ORDERS_CDC_ROLE: 'orders_cdc',
    KAFKA_BROKERS: kafkaBrokers(context),
    CONNECT_URL: connectUrl(context.state),
    INSTANCE_ID: 'orders-1',
    LOG_LEVEL: context.logLevel,
  }),
};

const payments: ServiceDefinition = {
  name: 'payments',
  portName: 'payments',
  portVariable: portVariables.payments,
  main: built('payments', 'main.js'),
  migrate: built('payments', 'migrate.js'),
  readyPath: '/health/ready',
  environment: (context) => ({
    ...tokens(context),
    PAYMENTS_HOST: '127.0.0.1',
    PAYMENTS_PORT: String(context.ports.payments),
    PAYMENTS_DATABASE_URL: postgresUrl(context.state, 'payments_app', 'payments'),
    PAYMENTS_MIGRATIONS_URL: postgresUrl(context.state, 'payments_owner', 'payments'),
    PAYMENTS_APP_ROLE: 'payments_app',
    KAFKA_BROKERS: kafkaBrokers(context),
    PSP_URL: `http://127.0.0.1:${context.ports.pspSimulator}`,
    PSP_API_KEY: context.state.pspApiKey,
    PSP_KEY_LIFETIME_MS: String(context.pspKeyLifetimeMs),
    INSTANCE_ID: 'payments-1',
    LOG_LEVEL: context.logLevel,
  }),
};

const pspSimulator: ServiceDefinition = {
  name: 'psp-simulator',
  portName: 'pspSimulator',
  portVariable: portVariables.pspSimulator,
  main: built('psp-simulator', 'main.js'),
  readyPath: '/charges',
  environment: (context) => ({
    PSP_HOST: '127.0.0.1',
    PSP_PORT: String(context.ports.pspSimulator),
    PSP_API_KEY: context.state.pspApiKey,
    PSP_JOURNAL: context.pspJournal,
    PSP_KEY_LIFETIME_MS: String(context.pspKeyLifetimeMs),
    LOG_LEVEL: context.logLevel,
  }),
};

/** In the order of their start; they are stopped all at once. */
export const serviceDefinitions: readonly ServiceDefinition[] = [pspSimulator, payments, orders];
