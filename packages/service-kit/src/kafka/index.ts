export { consumerHealth } from './consumer-health.ts';
export { consumerMetrics, type ConsumerMetricsOptions } from './consumer-metrics.ts';
