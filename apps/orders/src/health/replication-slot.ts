import type { ComponentReport } from '@orderflow/service-kit';
import type { SqlClient } from '@orderflow/postgres-messaging';

interface SlotRow {
  readonly active: boolean;
  readonly wal_status: string | null;
  readonly lag_bytes: string | null;
}

/**
 * How far change data capture is behind, in bytes of write-ahead log that the server must keep for it. A slot that the server gave up
 * (`lost`) can't catch up any more: the connector stops loudly, and a person has to publish again from the table.
 */
export async function replicationSlotReport(sql: SqlClient, slot: string): Promise<ComponentReport> {
  const { rows } = await sql.query<SlotRow>({
    name: 'replication_slot',
    text: `SELECT active, wal_status,
             pg_wal_lsn_diff(pg_current_wal_lsn(), confirmed_flush_lsn)::bigint::text AS lag_bytes
           FROM pg_replication_slots WHERE slot_name = $1`,
    values: [slot],
  });
  const row = rows[0];
  if (row === undefined) return { status: 'down', details: { slot, state: 'missing' } };
  const details = { slot, active: row.active, walStatus: row.wal_status, lagBytes: row.lag_bytes };
  if (row.wal_status === 'lost' || row.wal_status === 'unreserved') return { status: 'down', details };
  return { status: row.active ? 'up' : 'degraded', details };
}
