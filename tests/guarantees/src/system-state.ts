import type { LogRecord } from '@orderflow/test-harness';
import { readRecords, type Installation } from '@orderflow/test-harness';
import pg from 'pg';

/** An event as the store holds it. */
export interface StoredEvent {
  readonly streamId: string;
  readonly version: number;
  readonly eventId: string;
  readonly type: string;
}

/** A payment as the read model shows it. */
export interface PaymentRow {
  readonly orderId: string;
  readonly paymentId: string;
  readonly status: string;
  readonly version: number;
}

/** A charge as the provider holds it: every effect that it ever made. */
export interface Charge {
  readonly id: string;
  readonly reference: string;
  readonly status: 'authorized' | 'declined' | 'voided';
}

/** What all parts hold, read from each of them. */
export interface SystemState {
  readonly statuses: ReadonlyMap<string, string>;
  readonly events: readonly StoredEvent[];
  readonly payments: readonly PaymentRow[];
  readonly charges: readonly Charge[];
  readonly orderRecords: readonly LogRecord[];
  readonly paymentRecords: readonly LogRecord[];
}

/** The status of every order, from the read model. */
export async function orderStatuses(installation: Installation): Promise<ReadonlyMap<string, string>> {
  const rows = await select<{ order_id: string; status: string }>(
    installation.databaseUrl('orders'),
    'SELECT order_id, status FROM order_details',
  );
  return new Map(rows.map(({ order_id, status }) => [order_id, status]));
}

/** Reads the whole system; everything should have come to rest. */
export async function readSystem(installation: Installation): Promise<SystemState> {
  const [statuses, events, payments, charges, orderRecords, paymentRecords] = await Promise.all([
    orderStatuses(installation),
    storedEvents(installation),
    readPayments(installation),
    readCharges(installation),
    readRecords('orders.events', installation.brokers),
    readRecords('payments.events', installation.brokers),
  ]);
  return { statuses, events, payments, charges, orderRecords, paymentRecords };
}

/** Every event of the store, by position. */
export function storedEvents(installation: Installation): Promise<StoredEvent[]> {
  return select<StoredEvent>(
    installation.databaseUrl('orders'),
    'SELECT stream_id AS "streamId", version, event_id AS "eventId", type FROM events ORDER BY position',
  );
}

export async function readPayments(installation: Installation): Promise<PaymentRow[]> {
  return select<PaymentRow>(
    installation.databaseUrl('payments'),
    'SELECT order_id AS "orderId", payment_id AS "paymentId", status, version FROM payment_details',
  );
}

export async function readCharges({
  psp,
  pspApiKey,
}: Pick<Installation, 'psp' | 'pspApiKey'>): Promise<Charge[]> {
  const response = await fetch(`${psp.url}/charges`, { headers: { authorization: `Bearer ${pspApiKey}` } });
  const { charges } = (await response.json()) as { charges: Charge[] };
  return charges;
}

export async function select<Row extends pg.QueryResultRow>(
  url: string,
  text: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<Row>(text, [...values]);
    return rows;
  } finally {
    await client.end();
  }
}
