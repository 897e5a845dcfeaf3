import { randomUUID } from 'node:crypto';
import type pg from 'pg';

/** Appends an event that no consumer acts on to a new stream, and returns the stream's id. */
export async function appendRawEvent(client: pg.Pool | pg.PoolClient): Promise<string> {
  const orderId = randomUUID();
  const at = new Date().toISOString();
  await client.query({
    name: 'append_event',
    text: 'SELECT public.append_event($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) AS answer',
    values: [
      orderId,
      0,
      'urn:orderflow:orders',
      randomUUID(),
      'OrderDelivered',
      1,
      JSON.stringify({ orderId, shipmentId: randomUUID(), deliveredAt: at }),
      randomUUID(),
      '',
      '',
      '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
      'bench',
      at,
      'urn:orderflow:schema:OrderDelivered:1',
    ],
  });
  return orderId;
}
