import { type DynamicModule, Global, Module, type Provider } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, DiscoveryModule } from '@nestjs/core';
import type { Logger, Metrics } from '@orderflow/telemetry';
import { JwtGuard } from '../authentication/jwt.guard.ts';
import type { TokenVerifier } from '../authentication/token-verifier.ts';
import { HealthRegistry } from '../health/health-registry.ts';
import { HealthController } from '../health/health.controller.ts';
import { RouteTable } from '../http/route-table.ts';
import { MetricsController } from '../metrics/metrics.controller.ts';
import { OpenApiController } from '../openapi/openapi.controller.ts';
import { ProblemFilter } from '../problems/problem.filter.ts';
import { LOGGER, METRICS, SERVICE, type ServiceDescription, TOKEN_VERIFIER } from '../tokens.ts';

export interface ServiceKitOptions {
  readonly service: ServiceDescription;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly routes: RouteTable;
  readonly verifier: TokenVerifier | undefined;
}

/** Gives every module of a service its logger, metrics and health registry, and the routes that every service has. */
@Global()
@Module({})
export class ServiceKitModule {
  static with(options: ServiceKitOptions): DynamicModule {
    const shared: Provider[] = [
      { provide: LOGGER, useValue: options.logger },
      { provide: METRICS, useValue: options.metrics },
      { provide: SERVICE, useValue: options.service },
      HealthRegistry,
    ];
    const guard: Provider[] =
      options.verifier === undefined
        ? []
        : [
            { provide: TOKEN_VERIFIER, useValue: options.verifier },
            { provide: APP_GUARD, useClass: JwtGuard },
          ];
    return {
      module: ServiceKitModule,
      imports: [DiscoveryModule],
      controllers: [HealthController, MetricsController, OpenApiController],
      providers: [
        ...shared,
        ...guard,
        { provide: RouteTable, useValue: options.routes },
        { provide: APP_FILTER, useClass: ProblemFilter },
      ],
      exports: shared,
    };
  }
}
