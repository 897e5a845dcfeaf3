import { collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import { metricNames } from './metric-names.ts';

/** Whose metrics they are. */
export interface MetricsOptions {
  /** Name of the process, a label on every series. */
  readonly service: string;
  /** Whether the process's own metrics (memory, event loop, garbage collection) are collected; true by default. */
  readonly collectProcessMetrics?: boolean;
}

/** The metrics of one process. Others are added by constructing prom-client metrics with `registers: [registry]`. */
export interface Metrics {
  readonly registry: Registry;
  /** Duration of handled HTTP requests in seconds, labelled by method, route template (never the raw path) and status. */
  readonly httpRequestDuration: Histogram<'method' | 'route' | 'status'>;
}

/**
 * Returns metrics on a registry of their own, so that several services in one process (a test) never share or clash on
 * series.
 */
export function createMetrics(options: MetricsOptions): Metrics {
  const registry = new Registry();
  registry.setDefaultLabels({ service: options.service });
  if (options.collectProcessMetrics ?? true)
    collectDefaultMetrics({ register: registry, prefix: 'orderflow_' });
  const httpRequestDuration = new Histogram({
    name: metricNames.httpRequestDuration,
    help: 'Duration of handled HTTP requests in seconds.',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers: [registry],
  });
  return { registry, httpRequestDuration };
}
