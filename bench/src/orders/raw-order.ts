import { createHash, randomUUID } from 'node:crypto';
import type pg from 'pg';

/**
 * Writes an order with the statements that the service sends for one, in the same order and prepared like there, and nothing else:
 * no HTTP, no token, no validation. What the service adds is the difference.
 */
export async function writeRawOrder(client: pg.PoolClient): Promise<void> {
  const orderId = randomUUID();
  const at = new Date().toISOString();
  const customerId = 'cus-raw';
  const line = {
    kind: 'item',
    sku: 'TEA-1',
    name: 'Green tea',
    quantity: 2,
    unitPrice: 12_500,
    total: 25_000,
  };
  const order = {
    customer: { id: customerId, locale: 'ko-KR' },
    currency: 'KRW',
    lines: [line],
    total: 25_000,
    payment: { method: 'pm_card_ok' },
    placedAt: at,
  };
  const bodyHash = createHash('sha256').update(orderId).digest('hex');
  const send = (name: string, text: string, values: readonly unknown[]) =>
    client.query({ name, text, values: [...values] });

  await client.query('START TRANSACTION');
  await send(
    'claim',
    `SELECT locked, (answer).body_hash, (answer).status, (answer).resource, (answer).version, (answer).body
     FROM public.claim_idempotency_key($1, $2)`,
    [customerId, orderId],
  );
  await send(
    'read_stream',
    `SELECT position, stream_id, version, event_id, type, schema_version, payload,
       correlation_id, causation_id, causation_version, traceparent, actor,
       (occurred_at AT TIME ZONE 'UTC')::text AS occurred_at
     FROM public.events WHERE stream_id = $1 AND version >= $2 ORDER BY version LIMIT $3`,
    [orderId, 1, null],
  );
  await send(
    'append_event',
    'SELECT public.append_event($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) AS answer',
    [
      orderId,
      0,
      'urn:orderflow:orders',
      randomUUID(),
      'OrderPlaced',
      1,
      JSON.stringify({ orderId, ...order }),
      randomUUID(),
      '',
      '',
      '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
      customerId,
      at,
      'urn:orderflow:schema:OrderPlaced:1',
    ],
  );
  await send(
    'order_details',
    'INSERT INTO order_details (order_id, customer_id, status, version, placed_at, details) VALUES ($1, $2, $3, $4, $5, $6)',
    [
      orderId,
      customerId,
      'placed',
      1,
      at,
      JSON.stringify({ id: orderId, status: 'placed', version: 1, ...order }),
    ],
  );
  await send(
    'contact',
    `INSERT INTO contacts (customer_id, email, locale)
     SELECT $1, $2, $3
     WHERE NOT EXISTS (SELECT FROM contacts WHERE (customer_id, email, locale) = ($1, $2, $3))
     ON CONFLICT (customer_id) DO UPDATE
     SET email = excluded.email, locale = excluded.locale, updated_at = clock_timestamp()
     WHERE (contacts.email, contacts.locale) <> (excluded.email, excluded.locale)`,
    [`${customerId}-${orderId}`, 'raw@example.com', 'ko-KR'],
  );
  await send(
    'idempotency_key',
    `INSERT INTO public.idempotency_keys (caller, key, body_hash, status, resource, version, body)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [customerId, orderId, bodyHash, 201, orderId, 1, null],
  );
  await client.query('COMMIT');
}
