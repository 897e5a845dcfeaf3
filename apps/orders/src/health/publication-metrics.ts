import type { ConnectorWatch } from '@orderflow/connect';
import type { SqlClient } from '@orderflow/postgres-messaging';
import { metricNames, type Logger, type Metrics } from '@orderflow/telemetry';
import { Gauge } from 'prom-client';
import { readReplicationSlot, type ReplicationSlot } from './replication-slot.ts';

export interface PublicationMetricsOptions {
  readonly sql: SqlClient;
  readonly slot: string;
  readonly connectors: Pick<ConnectorWatch, 'status'>;
  readonly logger: Logger;
}

/**
 * Adds gauges of how events get out of the database: the slot's lag and the log kept for it, and its connectors. They are read
 * whenever the metrics are scraped; a slot that can't be read, or isn't there, has no value rather than an old one.
 */
export function publicationMetrics(
  { registry }: Metrics,
  { sql, slot, connectors, logger }: PublicationMetricsOptions,
): void {
  const registers = [registry];
  let reading: Promise<ReplicationSlot | undefined> | undefined;
  // One query a scrape for both gauges.
  const read = () =>
    (reading ??= readReplicationSlot(sql, slot)
      .catch((error: unknown) => {
        logger.warn('replication slot not read', { slot, error });
        return undefined;
      })
      .finally(() => (reading = undefined)));

  const slotGauge = (name: string, help: string, valueOf: (state: ReplicationSlot) => number) =>
    new Gauge({
      name,
      help,
      labelNames: ['slot'],
      registers,
      async collect() {
        const state = await read();
        this.reset();
        if (state !== undefined) this.set({ slot }, valueOf(state));
      },
    });
  slotGauge(
    metricNames.replicationSlotLag,
    'Bytes of write-ahead log since the last confirmation of the connector.',
    ({ lagBytes }) => lagBytes,
  );
  slotGauge(
    metricNames.replicationSlotRetained,
    'Bytes of write-ahead log that the server keeps for the slot.',
    ({ retainedBytes }) => retainedBytes,
  );

  type Watched = ReturnType<ConnectorWatch['status']>[number];
  const connectorGauge = (name: string, help: string, holds: (connector: Watched) => boolean) =>
    new Gauge({
      name,
      help,
      labelNames: ['connector'],
      registers,
      collect() {
        for (const connector of connectors.status())
          this.set({ connector: connector.name }, holds(connector) ? 1 : 0);
      },
    });
  connectorGauge(
    metricNames.connectorUp,
    '1 while the connector and all its tasks run.',
    ({ state }) => state === 'running',
  );
  connectorGauge(
    metricNames.connectorGivenUp,
    '1 while the connector stays FAILED for a person to look at.',
    ({ givenUp }) => givenUp,
  );
}
