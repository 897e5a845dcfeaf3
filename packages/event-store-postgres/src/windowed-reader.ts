import type { DomainEvent, EventCodec, RecordedEvent } from '@orderflow/event-sourcing';
import type { SqlClient } from '@orderflow/postgres-messaging';
import { recordedEvent, storedEventColumns, type StoredEventRow } from './stored-event.ts';

/** The events of finished transactions with ids in [the previous window's end, `nextTxId`), by position. */
export interface EventWindow<E extends DomainEvent> {
  readonly events: readonly RecordedEvent<E>[];
  /** Where the next window begins: what a reader remembers once it has dealt with this one. */
  readonly nextTxId: bigint;
}

/** What to read, from where, and how much at a time. */
export interface WindowedReaderOptions<E extends DomainEvent> {
  readonly codec: EventCodec<E>;
  /** The `nextTxId` of the last window dealt with; 0n by default, the whole log. */
  readonly from?: bigint;
  /** Events a window, 500 by default; a window exceeds it by the rest of its last transaction, never splitting one. */
  readonly batch?: number;
}

/**
 * Reads every committed event exactly once and each stream in the order of its versions, however late a transaction
 * commits: a window ends before the oldest transaction still running, and its bound and its rows come from one
 * snapshot. Positions can't serve as the mark, since they order inserts and not commits.
 *
 * Ends with the window that reached the bound, which may be empty; call again with its `nextTxId` for what follows.
 * A transaction that stays open, in any database of the server, holds the bound back.
 */
export async function* windowedReader<E extends DomainEvent>(
  sql: SqlClient,
  { codec, from = 0n, batch = 500 }: WindowedReaderOptions<E>,
): AsyncGenerator<EventWindow<E>, void, undefined> {
  for (let next = from; ;) {
    const { rows } = await sql.query<WindowRow>({ ...windowStatement, values: [next.toString(), batch] });
    const [bounds] = rows;
    if (bounds === undefined) throw new TypeError('A window without bounds');
    // An outer join gives the bounds a row of their own where the window is empty.
    const events = rows.filter(isEvent).map((row) => recordedEvent(row, codec));
    next = BigInt(bounds.next_tx_id);
    yield { events, nextTxId: next };
    if (bounds.caught_up) return;
  }
}

interface WindowBounds {
  readonly next_tx_id: string;
  readonly caught_up: boolean;
}

type WindowRow = WindowBounds & (StoredEventRow | { readonly position: null });

function isEvent(row: WindowRow): row is WindowBounds & StoredEventRow {
  return row.position !== null;
}

// `full` is the transaction in which the batch fills up; without one the window reaches to the oldest running one.
// xid8 has an order and no arithmetic, so the end after `full` is computed as a number.
const windowStatement = {
  name: 'read_window',
  text: `
    WITH oldest_running AS MATERIALIZED (
      SELECT pg_snapshot_xmin(pg_current_snapshot()) AS tx_id
    ), full_at AS MATERIALIZED (
      SELECT tx_id FROM public.events
      WHERE tx_id >= $1::text::xid8 AND tx_id < (SELECT tx_id FROM oldest_running)
      ORDER BY tx_id, position OFFSET $2::integer - 1 LIMIT 1
    ), bounds AS MATERIALIZED (
      SELECT coalesce((SELECT (tx_id::text::numeric + 1)::text::xid8 FROM full_at), greatest_xid) AS next_tx_id,
             NOT EXISTS (SELECT FROM full_at) AS caught_up
      FROM (SELECT CASE WHEN tx_id > $1::text::xid8 THEN tx_id ELSE $1::text::xid8 END AS greatest_xid
            FROM oldest_running) AS reached
    )
    SELECT bounds.next_tx_id::text, bounds.caught_up, w.*
    FROM bounds LEFT JOIN (
      SELECT ${storedEventColumns} FROM public.events
      WHERE tx_id >= $1::text::xid8 AND tx_id < (SELECT next_tx_id FROM bounds)
    ) AS w ON true
    ORDER BY w.position`,
};
