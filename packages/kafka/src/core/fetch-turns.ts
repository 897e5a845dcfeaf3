import { setTimeout as delay } from 'node:timers/promises';
import { fetchGate } from './fetch-gate.ts';
import { fetchPace } from './fetch-pace.ts';
import { fetchWaitMs } from './fetch-wait.ts';
import type { ResolvedOptions } from './resolved-options.ts';

/** When a consumer's fetches go out, and how long they wait at the broker. */
export interface FetchTurns {
  /** Awaited before every fetch from a broker; sets how long it may wait. */
  take(nodeId: number, group: { maxWaitTime: number } | undefined): Promise<void>;
  /** Something can be fetched again. */
  resumed(): void;
}

interface FetchTurnsOptions {
  readonly settings: Pick<ResolvedOptions<unknown>, 'maxWaitTimeMs' | 'minFetchIntervalMs'>;
  readonly toFetch: () => readonly unknown[];
  readonly paused: () => readonly unknown[];
}

export const fetchTurns = ({ settings, toFetch, paused }: FetchTurnsOptions): FetchTurns => {
  const { maxWaitTimeMs, minFetchIntervalMs } = settings;
  const gate = fetchGate(() => toFetch().length > 0, fetchWaitMs(maxWaitTimeMs, true));
  const pace = fetchPace(minFetchIntervalMs, {
    now: () => performance.now(),
    wait: (ms) => delay(ms),
  });
  return {
    take: async (nodeId, group) => {
      await gate.pass();
      await pace(nodeId);
      if (group) group.maxWaitTime = fetchWaitMs(maxWaitTimeMs, paused().length > 0);
    },
    resumed: gate.open,
  };
};
