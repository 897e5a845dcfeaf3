import type { SqlClient } from '@orderflow/postgres-messaging';
import type { OrderDetails } from './order-details.ts';

/** Reads of the read model; each rejects with `PostgresUnavailableError` while the database is away. */
export interface OrderDetailsRepository {
  find(orderId: string): Promise<OrderDetails | undefined>;
  /** Which of these orders no longer wait for their payment. */
  settledAmong(orderIds: readonly string[]): Promise<readonly string[]>;
}

/** The read model, each read a statement of its own. */
export function orderDetailsRepository(sql: SqlClient): OrderDetailsRepository {
  return {
    async find(orderId) {
      const { rows } = await sql.query<{ details: OrderDetails }>({
        name: 'order_details_find',
        text: 'SELECT details FROM public.order_details WHERE order_id = $1',
        values: [orderId],
      });
      return rows[0]?.details;
    },

    async settledAmong(orderIds) {
      const { rows } = await sql.query<{ order_id: string }>({
        name: 'order_details_settled',
        text: `SELECT order_id FROM public.order_details WHERE order_id = ANY($1) AND status <> 'placed'`,
        values: [orderIds],
      });
      return rows.map(({ order_id }) => order_id);
    },
  };
}
