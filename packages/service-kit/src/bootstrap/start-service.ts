import { randomBytes, randomUUID } from 'node:crypto';
import { Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createMetrics, type Logger, type Metrics } from '@orderflow/telemetry';
import { tokenVerifier, type TokenVerifierOptions } from '../authentication/token-verifier.ts';
import { HealthRegistry } from '../health/health-registry.ts';
import { closeServer } from '../http/close-server.ts';
import { fastifyApplication } from '../http/fastify-application.ts';
import { RouteTable } from '../http/route-table.ts';
import { NestLogger } from './nest-logger.ts';
import { orderedShutdown, type ShutdownOutcome, type ShutdownStep } from './ordered-shutdown.ts';
import { ServiceKitModule } from './service-kit.module.ts';

/** Longest time for stopping altogether unless a service says otherwise, in milliseconds. */
export const defaultShutdownDeadlineMs = 7_000;

/** Longest time for open requests once a stop began; the rest of the deadline is for consumers and pools. */
const DRAIN_MS = 3_000;

type ImportedModule = NonNullable<Parameters<typeof Module>[0]['imports']>[number];

/** All that makes up one service. */
export interface ServiceOptions {
  /** Name in logs, metrics and /openapi.json. */
  readonly name: string;
  /** Version in /openapi.json; `0.0.0` by default. */
  readonly version?: string;
  /** One sentence for /openapi.json. */
  readonly description?: string;
  /** The composition root. */
  readonly module: ImportedModule;
  /** TCP port; 0 takes any free one. */
  readonly port: number;
  /** Address to listen at; `127.0.0.1` by default. */
  readonly host?: string;
  readonly logger: Logger;
  /** Metrics to add to; made for the service by default. */
  readonly metrics?: Metrics;
  /** How tokens are verified. `by-module` says that the module brings a guard of its own. */
  readonly authentication: TokenVerifierOptions | 'by-module';
  /** Largest request body, in bytes; 1 MiB by default. More is 413. */
  readonly bodyLimitBytes?: number;
  /** Called before the service listens, to connect microservices or register health components. */
  readonly configure?: (app: NestFastifyApplication) => void | Promise<void>;
  /** Steps of the service's own, run after its last request was answered and before consumers and pools close. */
  readonly shutdown?: readonly ShutdownStep[];
  /** Longest time for stopping altogether, in milliseconds; 7,000 by default. */
  readonly shutdownDeadlineMs?: number;
}

/** A service that answers requests. */
export interface RunningService {
  readonly app: NestFastifyApplication;
  /** Base address without a trailing slash. */
  readonly url: string;
  /** Stops in order; a second call joins the first. */
  stop(): Promise<ShutdownOutcome>;
}

/**
 * Starts a service and returns once its REST answers; its consumers start beside it, so that a Kafka outage neither
 * delays nor prevents that. Touches neither signals nor the exit code: `bootstrapService` does.
 *
 * Stopping is ordered: unready; no new requests and the open ones answered, for 3 s at most; the service's own steps; consumers; then
 * pools, which a provider closes in `onApplicationShutdown` (`onModuleDestroy` would be before the consumers).
 *
 * @param signal gives up between the phases of starting, with what was started closed again
 */
export async function startService(options: ServiceOptions, signal?: AbortSignal): Promise<RunningService> {
  const { logger } = options;
  const metrics = options.metrics ?? createMetrics({ service: options.name });
  const routes = new RouteTable();
  const verifier =
    options.authentication === 'by-module' ? undefined : await tokenVerifier(options.authentication);
  const kit = ServiceKitModule.with({
    service: {
      name: options.name,
      version: options.version ?? '0.0.0',
      description: options.description ?? '',
    },
    logger,
    metrics,
    routes,
    verifier,
  });
  const adapter = fastifyApplication({
    bodyLimitBytes: options.bodyLimitBytes ?? 1_048_576,
    routes,
    metrics,
    logger,
    newId: randomUUID,
    random: randomBytes,
  });
  const app = await NestFactory.create<NestFastifyApplication>(rootModule([kit, options.module]), adapter, {
    logger: new NestLogger(logger),
    bodyParser: false,
    abortOnError: false,
  });
  let stopped: Promise<ShutdownOutcome> | undefined;
  const stop = () =>
    (stopped ??= orderedShutdown(
      stepsOf(app, options, logger),
      options.shutdownDeadlineMs ?? defaultShutdownDeadlineMs,
      logger,
    ));
  try {
    signal?.throwIfAborted();
    await options.configure?.(app);
    signal?.throwIfAborted();
    await app.listen(options.port, options.host ?? '127.0.0.1');
  } catch (error) {
    await stop();
    throw error;
  }
  startConsumers(app, logger);
  const url = (await app.getUrl()).replace('[::1]', '127.0.0.1');
  logger.info('service ready', { url });
  return { app, url, stop };
}

function stepsOf(
  app: NestFastifyApplication,
  options: ServiceOptions,
  logger: Logger,
): readonly ShutdownStep[] {
  const fastify = app.getHttpAdapter().getInstance();
  return [
    { name: 'announce', run: () => app.get(HealthRegistry).stopping() },
    { name: 'requests', run: () => closeServer(fastify, DRAIN_MS, logger) },
    ...(options.shutdown ?? []),
    { name: 'consumers and pools', run: () => app.close() },
  ];
}

/** Not awaited: a consumer that can't reach Kafka keeps trying while REST answers; its state is named in health. */
function startConsumers(app: NestFastifyApplication, logger: Logger): void {
  app.startAllMicroservices().catch((error: unknown) => logger.error('consumers did not start', { error }));
}

function rootModule(imports: readonly ImportedModule[]): Type {
  class RootModule {}
  Module({ imports: [...imports] })(RootModule);
  return RootModule;
}
