import type { ComponentReport } from '@orderflow/service-kit';
import type { SqlClient } from '@orderflow/postgres-messaging';

/** Where change data capture stands in the server's write-ahead log. */
export interface ReplicationSlot {
  /** Whether a connector reads from it at this moment. */
  readonly active: boolean;
  /** `reserved` or `extended` while the log it needs is kept, `unreserved` when it is about to go, `lost` when it has gone. */
  readonly walStatus: string | null;
  /** Bytes written since the connector's last confirmation. */
  readonly lagBytes: number;
  /** Bytes that the server keeps for the slot: more than the lag, since it restarts at the oldest open transaction. */
  readonly retainedBytes: number;
  /** Bytes that may be written before the slot is in danger of loss; null where the server sets no bound. */
  readonly safeWalBytes: number | null;
}

interface SlotRow {
  readonly active: boolean;
  readonly wal_status: string | null;
  readonly lag_bytes: string | null;
  readonly retained_bytes: string | null;
  readonly safe_wal_bytes: string | null;
}

/** A gibibyte, which an unread slot fills in some minutes under load: somebody should look before. */
const MIN_SAFE_WAL_BYTES = 2 ** 30;

/**
 * Reads where a slot stands; undefined where there is none.
 *
 * @see https://www.postgresql.org/docs/18/view-pg-replication-slots.html
 */
export async function readReplicationSlot(
  sql: SqlClient,
  slot: string,
): Promise<ReplicationSlot | undefined> {
  const { rows } = await sql.query<SlotRow>({
    name: 'replication_slot',
    text: `SELECT active, wal_status, safe_wal_size::text AS safe_wal_bytes,
             pg_wal_lsn_diff(pg_current_wal_lsn(), confirmed_flush_lsn)::bigint::text AS lag_bytes,
             pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn)::bigint::text AS retained_bytes
           FROM pg_replication_slots WHERE slot_name = $1`,
    values: [slot],
  });
  const row = rows[0];
  return (
    row && {
      active: row.active,
      walStatus: row.wal_status,
      lagBytes: Number(row.lag_bytes ?? 0),
      // A lost slot has no place in the log any more, and nothing is kept for it.
      retainedBytes: Number(row.retained_bytes ?? 0),
      safeWalBytes: row.safe_wal_bytes === null ? null : Number(row.safe_wal_bytes),
    }
  );
}

/**
 * Judges a slot. One that the server gave up (`lost`) can't catch up any more: the connector stops loudly, and a person has to
 * publish again from the table. So it is degraded before: when nobody reads it, or less than a gibibyte may still be written.
 */
export function replicationSlotReport(slot: string, state: ReplicationSlot | undefined): ComponentReport {
  if (state === undefined) return { status: 'down', details: { slot, state: 'missing' } };
  const { active, walStatus, safeWalBytes } = state;
  const details = { slot, ...state };
  if (walStatus === 'lost' || walStatus === 'unreserved') return { status: 'down', details };
  const isSafe = safeWalBytes === null || safeWalBytes >= MIN_SAFE_WAL_BYTES;
  return { status: active && isSafe ? 'up' : 'degraded', details };
}
