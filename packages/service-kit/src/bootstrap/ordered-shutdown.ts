import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from '@orderflow/telemetry';

/** One step of stopping, named in the log. */
export interface ShutdownStep {
  readonly name: string;
  run(): Promise<void> | void;
}

/** How stopping ended: every step done, some failed, or the deadline passed during one. */
export type ShutdownOutcome = 'clean' | 'failed' | 'deadline';

/**
 * Runs the steps one after the other within one deadline. A failing step is logged and the next still runs, since later
 * steps release what others wait for (a transaction, a group's membership); past the deadline none starts any more.
 *
 * @param deadlineMs for all steps together
 */
export async function orderedShutdown(
  steps: readonly ShutdownStep[],
  deadlineMs: number,
  logger: Logger,
): Promise<ShutdownOutcome> {
  const abort = new AbortController();
  const timer = delay(deadlineMs, 'deadline' as const, { signal: abort.signal, ref: false }).catch(
    () => 'clean' as const,
  );
  let failed = false;
  try {
    for (const step of steps) {
      const outcome = await Promise.race([runStep(step, logger), timer]);
      if (outcome === 'deadline') {
        logger.error('shutdown deadline passed', { step: step.name, deadlineMs });
        return 'deadline';
      }
      failed ||= outcome === 'failed';
    }
  } finally {
    abort.abort();
  }
  return failed ? 'failed' : 'clean';
}

async function runStep(step: ShutdownStep, logger: Logger): Promise<'done' | 'failed'> {
  try {
    await step.run();
    logger.debug('shutdown step done', { step: step.name });
    return 'done';
  } catch (error) {
    logger.error('shutdown step failed', { step: step.name, error });
    return 'failed';
  }
}
