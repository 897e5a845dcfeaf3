/** What a store that forgets knows of time. */
export interface StreamTimeRetention {
  /** Takes notice of a time that was put; sweeps once a retention of stream time. */
  readonly observe: (time: number) => void;
  readonly isExpired: (time: number) => boolean;
}

/** @param sweep drops what is expired */
export const streamTimeRetention = (retentionMs: number, sweep: () => void): StreamTimeRetention => {
  let newest = -1;
  let sweptAt = -1;
  return {
    observe: (time) => {
      if (time <= newest) return;
      newest = time;
      if (newest - sweptAt < retentionMs) return;
      sweptAt = newest;
      sweep();
    },
    isExpired: (time) => time <= newest - retentionMs,
  };
};
