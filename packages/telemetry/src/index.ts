export { createLogger } from './logger.ts';
export type { LogFields, LogLevel, Logger, LoggerOptions } from './logger.ts';
export { logLevels } from './logger.ts';
export { describeError } from './describe-error.ts';
export type { ErrorDescription } from './describe-error.ts';
export { redact } from './redaction.ts';
export { createMetrics } from './metrics.ts';
export type { Metrics, MetricsOptions } from './metrics.ts';
export { metricNames } from './metric-names.ts';
export {
  childTraceContext,
  continueTrace,
  formatTraceparent,
  newTraceContext,
  parseTraceparent,
} from './trace-context.ts';
export type { RandomBytes, TraceContext } from './trace-context.ts';
