export { consumerHealth } from './consumer-health.ts';
export { consumerMetrics, type ConsumerMetrics } from './consumer-metrics.ts';
