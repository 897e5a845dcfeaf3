import { setTimeout as delay } from 'node:timers/promises';

/** Waits; true after the time, false as soon as the signal fires. Never rejects. */
export const pause = async (milliseconds: number, signal: AbortSignal): Promise<boolean> => {
  try {
    await delay(milliseconds, undefined, { signal });
    return true;
  } catch {
    return false;
  }
};
