import type { LogReader, TopicAdmin } from '@orderflow/kafka/core';
import type { Clock } from '../clock.ts';
import type { OnProgress } from '../reading/progress-meter.ts';
import { ReplayError } from '../replay.errors.ts';

export interface LivePositionOptions {
  readonly admin: Pick<TopicAdmin, 'committedOffsets'>;
  readonly log: Pick<LogReader, 'bounds'>;
  readonly group: string;
  readonly topic: string;
  /** How long the live handler is waited for, in milliseconds. */
  readonly patienceMs: number;
  readonly clock: Clock;
  readonly onProgress: OnProgress;
  readonly signal: AbortSignal;
}

const pollMs = 100;

/**
 * Resolves when the live group has handled everything below these offsets, by partition: only then do live and shadow hold the same.
 * @throws ReplayError LIVE_BEHIND
 */
export async function liveHasPassed(
  options: LivePositionOptions,
  positions: readonly bigint[],
): Promise<void> {
  const { patienceMs, clock, group, onProgress, signal } = options;
  const deadline = clock.now() + patienceMs;
  const missing = await behind(options, positions);
  for (let left = missing; left > 0; left = await behind(options, positions)) {
    onProgress({ phase: 'waiting for the live handler', done: Math.max(0, missing - left), total: missing });
    if (clock.now() >= deadline) {
      throw new ReplayError(
        'LIVE_BEHIND',
        `group ${group} is ${left} offsets behind the replay and does not get on: see its health; the shadow is filled and followed`,
      );
    }
    await clock.sleep(pollMs, signal);
  }
}

async function behind(
  { admin, log, group, topic }: LivePositionOptions,
  positions: readonly bigint[],
): Promise<number> {
  const committed = await admin.committedOffsets(group, topic);
  const left = await Promise.all(
    positions.map(async (position, partition) => {
      const at = committed[partition] ?? (await log.bounds(topic, partition)).start;
      return at < position ? Number(position - at) : 0;
    }),
  );
  return left.reduce((sum, each) => sum + each, 0);
}
