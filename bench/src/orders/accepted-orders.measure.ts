import pg from 'pg';
import { alternating, closedLoop } from '../load.ts';
import type { Ratio } from '../report.ts';
import { median } from '../statistics.ts';
import type { OrdersClient } from './orders-client.ts';
import { writeRawOrder } from './raw-order.ts';

const rounds = 4;
const roundMs = 4_000;

/** Orders accepted over HTTP, by as many clients as the peer has connections, against the same SQL sent by pg alone. */
export async function measureAcceptedOrders(
  client: OrdersClient,
  databaseUrl: string,
  connections: number,
): Promise<Ratio> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: connections });
  const raw = async () => {
    const connection = await pool.connect();
    try {
      await writeRawOrder(connection);
    } finally {
      connection.release();
    }
  };
  try {
    const { ours, peer } = await alternating(
      rounds,
      () => closedLoop(connections, roundMs, () => client.place()),
      () => closedLoop(connections, roundMs, raw),
    );
    return {
      name: 'accepted-orders',
      value: median(ours) / median(peer),
      goal: 0.5,
      better: 'higher',
      detail: `${median(ours).toFixed(0)} orders/s to ${median(peer).toFixed(0)}/s of the same SQL in pg, ${connections} at once`,
    };
  } finally {
    await pool.end();
  }
}
