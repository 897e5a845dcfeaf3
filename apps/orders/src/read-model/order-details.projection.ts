import type { OrderEvent } from '@orderflow/contracts';
import type { AppendedEvent } from '@orderflow/event-sourcing';
import type { SqlClient } from '@orderflow/postgres-messaging';
import type { OrderState } from '../domain/order/order.state.ts';
import { foldOrderDetails, orderDetailsChanges, type OrderDetails } from './order-details.ts';

const insert = `
  INSERT INTO order_details (order_id, customer_id, status, version, placed_at, details)
  VALUES ($1, $2, $3, $4, $5, $6)`;

const update = `
  UPDATE order_details SET status = $2, version = $3, details = details || $4::jsonb
  WHERE order_id = $1`;

/**
 * Writes what events of one order change, given the order's state after them; run in the transaction of the append, so that a
 * reader sees both or neither. The status is the state's, so that the two can't part.
 */
export async function projectOrderDetails(
  sql: SqlClient,
  events: readonly Pick<AppendedEvent<OrderEvent>, 'streamId' | 'version' | 'event'>[],
  state: OrderState,
): Promise<void> {
  const [first] = events;
  if (first === undefined || state.status === 'none') return;
  const placed = foldOrderDetails(events);
  if (placed !== undefined) return insertOrderDetails(sql, placed);
  const changes = orderDetailsChanges(events, state);
  await sql.query({
    name: 'order_details_update',
    text: update,
    values: [first.streamId, state.status, changes.version, JSON.stringify(changes)],
  });
}

/** Writes the details of an order that has none yet. */
export async function insertOrderDetails(sql: SqlClient, details: OrderDetails): Promise<void> {
  const { id, customer, status, version, placedAt } = details;
  await sql.query({
    name: 'order_details_insert',
    text: insert,
    values: [id, customer.id, status, version, placedAt, JSON.stringify(details)],
  });
}
