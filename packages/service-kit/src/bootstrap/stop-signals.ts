export type StopSignal = 'SIGTERM' | 'SIGINT';

/** What a signal asks of a process: to stop in order, nothing that it isn't doing already, or to end at once. */
export type StopRequest = 'stop' | 'same' | 'kill';

// A terminal signals the whole group, and a package manager in it passes the signal on: one Ctrl-C arrives twice.
const SAME_CTRL_C_MS = 1_000;

/**
 * Tells a second Ctrl-C from the first arriving twice: SIGINT ends the process at once only when it comes later than one second
 * after the signal that began the stop. SIGTERM never does, since a supervisor sends it on top of the SIGINT its whole group got.
 *
 * @param now monotonic milliseconds
 */
export function stopSignals(now: () => number): (signal: StopSignal) => StopRequest {
  let stoppingSince: number | undefined;
  return (signal) => {
    if (stoppingSince === undefined) {
      stoppingSince = now();
      return 'stop';
    }
    return signal === 'SIGINT' && now() - stoppingSince > SAME_CTRL_C_MS ? 'kill' : 'same';
  };
}
