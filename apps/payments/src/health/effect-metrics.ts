import type { EffectLedger } from '@orderflow/postgres-messaging';
import { metricNames, type Logger, type Metrics } from '@orderflow/telemetry';
import { Gauge } from 'prom-client';

/**
 * Adds the gauge of effects whose call may have happened and whose outcome isn't known. It is counted whenever the metrics are
 * scraped; a count that fails leaves no value rather than an old one.
 */
export function effectMetrics({ registry }: Metrics, ledger: EffectLedger, logger: Logger): void {
  const unresolved = new Gauge({
    name: metricNames.effectsUnresolved,
    help: 'Effects begun and not settled: a call to the provider is under way, or its outcome is unknown.',
    registers: [],
    async collect() {
      this.remove();
      try {
        this.set(await ledger.countUnresolved());
      } catch (error) {
        logger.warn('unresolved effects not counted', { error });
      }
    },
  });
  registry.registerMetric(unresolved);
}
