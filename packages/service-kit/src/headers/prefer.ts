const WAIT = /^wait\s*=\s*"?([0-9]{1,9})"?$/i;

/** How long a client would wait for an outcome, and the header that tells it what was granted. */
export interface WaitPreference {
  /** Granted wait in milliseconds; 0 where the client didn't ask. */
  readonly milliseconds: number;
  /** Value for `Preference-Applied`; absent where the client didn't ask. */
  readonly applied?: string;
}

/**
 * Reads `Prefer: wait=N` (seconds), cut to `maxSeconds` (30 by default). A preference is never an error: what can't be
 * read is ignored, and of several the first holds.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7240#section-4.3
 */
export function parsePreferWait(header: string | undefined, maxSeconds: number = 30): WaitPreference {
  for (const preference of (header ?? '').split(/[,;]/)) {
    const seconds = WAIT.exec(preference.trim())?.[1];
    if (seconds === undefined) continue;
    const granted = Math.min(Number(seconds), maxSeconds);
    return { milliseconds: granted * 1000, applied: `wait=${granted}` };
  }
  return { milliseconds: 0 };
}
