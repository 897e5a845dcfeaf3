/** Time as a replay needs it; the composition root reads the real one. */
export interface Clock {
  /** Milliseconds, never going back; only differences count. */
  now(): number;
  /** Resolves after so many milliseconds, or rejects with the signal's reason. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
}
