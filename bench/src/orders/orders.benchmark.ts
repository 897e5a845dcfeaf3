import pg from 'pg';
import type { Benchmark, Ratio } from '../report.ts';
import { withSystem } from '../system.ts';
import { measureAcceptedOrders } from './accepted-orders.measure.ts';
import { measureCdcRate } from './cdc-rate.measure.ts';
import { measureEventStore } from './event-store.measure.ts';
import { measureFloor } from './floor.measure.ts';
import { followLog } from './log-follower.ts';
import { ordersClient } from './orders-client.ts';
import { measurePlaceToConfirmed } from './place-to-confirmed.measure.ts';
import { residentMemory } from './resident-memory.measure.ts';

const connections = 16;

/** The way of an order: accepting it, storing its events, carrying them to Kafka, and confirming it. */
export const ordersBenchmark: Benchmark = {
  name: 'orders',
  run: (progress) =>
    withSystem(progress, async (system) => {
      const ratios: Ratio[] = [];
      const report = (...measured: readonly Ratio[]) => {
        for (const { name, value, detail } of measured) progress(`${name}: ${value.toFixed(2)} (${detail})`);
        ratios.push(...measured);
      };
      for (const [name, bytes] of await system.residentBytes()) report(residentMemory(name, bytes));

      const pool = new pg.Pool({ connectionString: system.ordersDatabaseUrl, max: connections });
      await using client = ordersClient(system.ordersUrl, system.token, connections);
      await using follower = await followLog(system.brokers, 'orders.events');
      try {
        const floor = await measureFloor({ ...system, pool, follower });
        report(...(await measurePlaceToConfirmed(client, pool, floor)));
        report(await measureCdcRate(pool, follower));
        // Both sides write orders; what follows from them would take the machine from either at random.
        await system.stopPayments();
        report(await measureAcceptedOrders(client, system.ordersDatabaseUrl, connections));
      } finally {
        await pool.end();
      }
      const [ours, peer] = await Promise.all([system.emptyDatabase(), system.emptyDatabase()]);
      report(await measureEventStore(ours, peer));
      return ratios;
    }),
};
