import type { ConnectorWatch } from '@orderflow/connect';
import type { SqlClient } from '@orderflow/postgres-messaging';
import type { ComponentReport, HealthComponent } from '@orderflow/service-kit';
import { readReplicationSlot, replicationSlotReport } from './replication-slot.ts';

export interface OrdersHealthOptions {
  readonly sql: SqlClient;
  readonly connectors: Pick<ConnectorWatch, 'status'>;
  readonly slot: string;
}

/** What orders depends on. Only Postgres decides whether it can serve: the shop stays open while Kafka is away. */
export function ordersHealth({ sql, connectors, slot }: OrdersHealthOptions): readonly HealthComponent[] {
  return [
    {
      name: 'postgres',
      required: true,
      probe: async () => {
        await sql.query({ text: 'SELECT 1' });
        return { status: 'up' };
      },
    },
    {
      name: 'replication slot',
      required: false,
      probe: async () => replicationSlotReport(slot, await readReplicationSlot(sql, slot)),
    },
    { name: 'connectors', required: false, probe: () => connectorReport(connectors) },
  ];
}

function connectorReport(connectors: Pick<ConnectorWatch, 'status'>): ComponentReport {
  const states = connectors.status();
  return {
    status: states.every(({ state }) => state === 'running') ? 'up' : 'down',
    details: Object.fromEntries(
      states.map(({ name, state, givenUp }) => [name, givenUp ? `${state}, not restarted any more` : state]),
    ),
  };
}
