/** How long the parts of a stop may take, in ms. */
export interface StopBounds {
  /** For running handlers to return and their prefix to commit. */
  readonly drainMs: number;
  /** For leaving the group and closing connections; what takes longer goes on by itself, and nobody waits for it. */
  readonly disconnectMs: number;
}

const longestDisconnectMs = 2_000;

/** Divides the one figure that a stop may take in all: at most 2 s of it, and at most half, are kept for leaving. */
export const stopBounds = (stopTimeoutMs: number): StopBounds => {
  const disconnectMs = Math.min(longestDisconnectMs, stopTimeoutMs / 2);
  return { drainMs: stopTimeoutMs - disconnectMs, disconnectMs };
};
