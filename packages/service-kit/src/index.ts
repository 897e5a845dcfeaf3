import 'reflect-metadata';

export { bootstrapService, exitCodes } from './bootstrap/bootstrap-service.ts';
export { startService } from './bootstrap/start-service.ts';
export type { RunningService, ServiceOptions } from './bootstrap/start-service.ts';
export { orderedShutdown } from './bootstrap/ordered-shutdown.ts';
export type { ShutdownOutcome, ShutdownStep } from './bootstrap/ordered-shutdown.ts';
export { NestLogger } from './bootstrap/nest-logger.ts';
export { LOGGER, METRICS, SERVICE, TOKEN_VERIFIER } from './tokens.ts';
export type { ServiceDescription } from './tokens.ts';

export { ConfigurationError, readConfig } from './configuration/read-config.ts';
export type { BadVariable } from './configuration/read-config.ts';

export { problem, ProblemException } from './problems/problem.ts';
export type { ProblemDocument, ProblemError, ProblemOptions } from './problems/problem.ts';
export {
  forbidden,
  insufficientScope,
  invalidRequest,
  notFound,
  temporarilyUnavailable,
  unauthorized,
} from './problems/known-problems.ts';

export { boundedText } from './validation/schemas.ts';
export { ZodBody, ZodParam, ZodQuery } from './validation/zod-parameters.ts';
export { parseExactJson } from './json/parse-exact-json.ts';
export { InexactNumber } from './json/inexact-number.ts';
export { jsonPointer } from './json/json-pointer.ts';

export {
  CurrentCaller,
  noteCaller,
  Public,
  PUBLIC_ROUTE,
  RequireScopes,
} from './authentication/access.decorators.ts';
export { bearerToken } from './authentication/bearer-token.ts';
export { callerOf } from './authentication/caller.ts';
export type { Caller } from './authentication/caller.ts';
export { KeysUnavailableError, TokenError, tokenVerifier } from './authentication/token-verifier.ts';
export type { TokenFault, TokenVerifier, TokenVerifierOptions } from './authentication/token-verifier.ts';

export { HealthRegistry } from './health/health-registry.ts';
export type { ComponentReport, HealthComponent, Readiness } from './health/health-registry.ts';

export { Trace } from './http/request-trace.ts';
export type { RequestTrace } from './http/request-trace.ts';
export { correlationIdHeader } from './headers/correlation-id.ts';
export { assertVersion, formatEtag, parseIfMatch } from './headers/etag.ts';
export type { VersionCondition } from './headers/etag.ts';
export { parseIdempotencyKey, requireIdempotencyKey } from './headers/idempotency-key.ts';
export { parsePreferWait } from './headers/prefer.ts';
export type { WaitPreference } from './headers/prefer.ts';

export { Operation } from './openapi/operation-notes.ts';
export type { Answer } from './openapi/operation-notes.ts';
