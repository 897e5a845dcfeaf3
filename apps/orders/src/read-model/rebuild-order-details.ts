import type { OrderEvent } from '@orderflow/contracts';
import type { EventCodec } from '@orderflow/event-sourcing';
import type { Transaction } from '@orderflow/postgres-messaging';
import { projectOrderDetails } from './order-details.projection.ts';
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
  readonly position: string;
  readonly stream_id: string;
  readonly version: number;
  readonly type: string;
  readonly schema_version: number;
  readonly payload: string;
}

const page = `
  SELECT position, stream_id, version, type, schema_version, payload
  FROM events WHERE position > $1 ORDER BY position LIMIT $2`;

/**
 * Replaces the read model by what the events say, all or nothing; also where its table was dropped. Returns the number of events.
 *
 * Readers go on with the old rows until the commit, writers wait for it. The lock makes paging by position safe: an append writes
 * the read model before it commits, so whoever appended before the lock has committed, and nobody commits an append during it.
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
  let position = '0';
  let events = 0;
  for (;;) {
    const { rows } = await sql.query<StoredRow>({ text: page, values: [position, pageSize] });
    const last = rows.at(-1);
    if (last === undefined) return events;
    await projectOrderDetails(
      sql,
      rows.map((row) => ({
        streamId: row.stream_id,
        version: row.version,
        event: codec.decode({
          type: row.type,
          schemaVersion: row.schema_version,
          payload: row.payload,
        }),
      })),
    );
    position = last.position;
    events += rows.length;
    onProgress(events);
  }
}
