/** A partition that is resumed is fetched only when the fetch under way has been answered, and kafkajs can't take that back. */
const whilePausedMs = 100;

/**
 * So long an empty fetch may wait, in ms: the whole time only while every partition is in it.
 *
 * @param maxWaitTimeMs what the consumer was given
 */
export const fetchWaitMs = (maxWaitTimeMs: number, isAnyPaused: boolean): number =>
  isAnyPaused ? Math.min(whilePausedMs, maxWaitTimeMs) : maxWaitTimeMs;
