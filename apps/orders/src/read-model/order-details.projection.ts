import type { OrderEvent } from '@orderflow/contracts';
import type { AppendedEvent } from '@orderflow/event-sourcing';
import type { SqlClient } from '@orderflow/postgres-messaging';
import { orderDetailsChange } from './order-details.ts';

const insert = `
  INSERT INTO order_details (order_id, customer_id, status, version, placed_at, details)
  VALUES ($1, $2, $3, $4, $5, $6)`;

const update = `
  UPDATE order_details
  SET status = coalesce($2, status), version = $3, details = details || $4::jsonb
  WHERE order_id = $1`;

/** Writes what each event changes; run in the transaction of the append, so that a reader sees both or neither. */
export async function projectOrderDetails(
  sql: SqlClient,
  events: readonly Pick<AppendedEvent<OrderEvent>, 'streamId' | 'version' | 'event'>[],
): Promise<void> {
  for (const { streamId, version, event } of events) {
    const change = orderDetailsChange(event);
    if (change.kind === 'created') {
      const { customer, status, placedAt } = change.details;
      await sql.query({
        name: 'order_details_insert',
        text: insert,
        values: [
          streamId,
          customer.id,
          status,
          version,
          placedAt,
          JSON.stringify({ ...change.details, version }),
        ],
      });
    } else {
      await sql.query({
        name: 'order_details_update',
        text: update,
        values: [streamId, change.part.status ?? null, version, JSON.stringify({ ...change.part, version })],
      });
    }
  }
}
