import type { OrderEvent } from '@orderflow/contracts';
import type { EventCodec } from '@orderflow/event-sourcing';
import type { SqlClient, Transaction } from '@orderflow/postgres-messaging';
import { insertOrderDetails } from './order-details.projection.ts';
import { foldOrderDetails } from './order-details.ts';
import {
  createOrderDetailsIndex,
  createOrderDetailsTable,
  grantOrderDetails,
} from './order-details.table.ts';

export interface RebuildOptions {
  readonly codec: EventCodec<OrderEvent>;
  readonly appRole: string;
  /** Events read at a time. Default 1,000. */
  readonly pageSize?: number;
  readonly onProgress?: (events: number) => void;
}

interface StoredRow {
  readonly stream_id: string;
  readonly version: number;
  readonly type: string;
  readonly schema_version: number;
  readonly payload: string;
}

interface Order {
  readonly streamId: string;
  readonly events: { readonly event: OrderEvent; readonly version: number }[];
}

const page = `
  SELECT stream_id, version, type, schema_version, payload
  FROM events WHERE (stream_id, version) > ($1, $2) ORDER BY stream_id, version LIMIT $3`;

/**
 * Replaces the read model by what the events say, all or nothing; also where its table was dropped. Returns the number of events.
 *
 * Readers go on with the old rows until the commit, writers wait for it. The lock makes paging safe: an append writes the read model
 * before it commits, so whoever appended before the lock has committed, and nobody commits an append during it.
 */
export async function rebuildOrderDetails(
  { sql }: Pick<Transaction, 'sql'>,
  { codec, appRole, pageSize = 1_000, onProgress = () => undefined }: RebuildOptions,
): Promise<number> {
  await sql.query({ text: createOrderDetailsTable });
  // Before the index, which takes a weaker lock even where it exists: two rebuilds would hold that and wait for each other.
  await sql.query({ text: 'LOCK TABLE order_details IN EXCLUSIVE MODE' });
  await sql.query({ text: createOrderDetailsIndex });
  await sql.query({ text: grantOrderDetails(appRole) });
  await sql.query({ text: 'DELETE FROM order_details' });
  let read = 0;
  let order: Order | undefined;
  for await (const rows of pages(sql, pageSize)) {
    for (const { stream_id, version, type, schema_version, payload } of rows) {
      if (order?.streamId !== stream_id) {
        await write(sql, order);
        order = { streamId: stream_id, events: [] };
      }
      order.events.push({ event: codec.decode({ type, schemaVersion: schema_version, payload }), version });
    }
    read += rows.length;
    onProgress(read);
  }
  await write(sql, order);
  return read;
}

/** All events, each stream's together and in order; a stream may go on from one page to the next. */
async function* pages(sql: SqlClient, size: number): AsyncGenerator<readonly StoredRow[]> {
  let last: Pick<StoredRow, 'stream_id' | 'version'> | undefined = { stream_id: '', version: 0 };
  while (last !== undefined) {
    const { rows }: { readonly rows: readonly StoredRow[] } = await sql.query<StoredRow>({
      text: page,
      values: [last.stream_id, last.version, size],
    });
    if (rows.length > 0) yield rows;
    last = rows.at(-1);
  }
}

async function write(sql: SqlClient, order: Order | undefined): Promise<void> {
  const details = order === undefined ? undefined : foldOrderDetails(order.events);
  if (details !== undefined) await insertOrderDetails(sql, details);
}
