import type pg from 'pg';
import type { Ratio } from '../report.ts';
import type { LogFollower } from './log-follower.ts';
import { appendRawEvent } from './raw-event.ts';

const events = 20_000;
const workers = 16;

/** Whether change data capture keeps up: the rate at which events arrive in the topic against the rate of their inserts. */
export async function measureCdcRate(pool: pg.Pool, follower: LogFollower): Promise<Ratio> {
  const start = performance.now();
  const ids: string[] = [];
  await Promise.all(
    Array.from({ length: workers }, async () => {
      while (ids.length < events) {
        ids.push(await appendRawEvent(pool));
      }
    }),
  );
  const inserted = (ids.length * 1_000) / (performance.now() - start);
  const arrivals = await Promise.all(ids.map((id) => follower.arrival(id)));
  const last = arrivals.reduce((latest, at) => Math.max(latest, at), 0);
  const arrived = (ids.length * 1_000) / (last - start);
  return {
    name: 'cdc-arrival',
    value: arrived / inserted,
    goal: 0.95,
    better: 'higher',
    detail: `${arrived.toFixed(0)} events/s arrived of ${inserted.toFixed(0)}/s inserted, ${workers} connections`,
  };
}
