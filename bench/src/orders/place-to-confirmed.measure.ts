import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import { openLoop } from '../load.ts';
import type { Ratio } from '../report.ts';
import { percentile } from '../statistics.ts';
import type { Floor } from './floor.measure.ts';
import type { OrdersClient } from './orders-client.ts';

const ordersPerSecond = 100;
// Long enough for all the compilers of all the parts to be done.
const warmUp = 2_000;
const samples = 1_500;
const settleWithinMs = 60_000;

/**
 * From sending an order to the append of its confirmation, by the clock of the one machine that all parts share, against the floor
 * measured in the same run.
 */
export async function measurePlaceToConfirmed(
  client: OrdersClient,
  pool: pg.Pool,
  floor: Floor,
): Promise<readonly Ratio[]> {
  const sent = new Map<string, number>();
  await openLoop(ordersPerSecond, warmUp + samples, async (index) => {
    const at = Date.now();
    const orderId = await client.place();
    if (index >= warmUp) sent.set(orderId, at);
  });
  const confirmed = await confirmations(pool, [...sent.keys()]);
  const latencies = [...sent].map(([orderId, at]) => (confirmed.get(orderId) ?? Infinity) - at);
  return [
    ratio('p50', percentile(latencies, 0.5), floor.p50, 3),
    ratio('p99', percentile(latencies, 0.99), floor.p99, 6),
  ];
}

/** When each order was confirmed, in milliseconds since the epoch. @throws Error where some still is not after a minute */
async function confirmations(
  pool: pg.Pool,
  orderIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const deadline = Date.now() + settleWithinMs;
  for (;;) {
    const { rows } = await pool.query<{ stream_id: string; at: number }>(
      `SELECT stream_id, (extract(epoch FROM recorded_at) * 1000)::float8 AS at
       FROM events WHERE type = 'OrderConfirmed' AND stream_id = ANY($1)`,
      [orderIds],
    );
    if (rows.length === orderIds.length) return new Map(rows.map(({ stream_id, at }) => [stream_id, at]));
    if (Date.now() > deadline) throw new Error(`${orderIds.length - rows.length} orders were not confirmed`);
    await delay(200);
  }
}

function ratio(name: 'p50' | 'p99', ours: number, floor: number, goal: number): Ratio {
  return {
    name: `place-to-confirmed-${name}`,
    value: ours / floor,
    goal,
    better: 'lower',
    detail: `${ours.toFixed(1)} ms to a floor of ${floor.toFixed(1)} ms, at ${ordersPerSecond} orders/s`,
  };
}
