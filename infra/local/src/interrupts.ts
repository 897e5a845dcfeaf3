/** One Ctrl-C can arrive twice: from the terminal to the whole group, and passed on by the package manager. */
const sameInterruptMs = 1_000;

/**
 * Turns the first SIGINT, SIGTERM or SIGHUP into an abort; a SIGINT more than a second after it kills and exits.
 * @param kill ends at once what this process started.
 */
export function interruptSignal(kill: () => Promise<void>): AbortSignal {
  const controller = new AbortController();
  let first = 0;
  const interrupt = (signal: NodeJS.Signals): void => {
    if (!controller.signal.aborted) {
      first = performance.now();
      controller.abort(new Interrupted(signal));
    } else if (signal === 'SIGINT' && performance.now() - first > sameInterruptMs) {
      void kill().finally(() => process.exit(130));
    }
  };
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt).on('SIGHUP', interrupt);
  return controller.signal;
}

/** The user asked to stop. */
export class Interrupted extends Error {
  readonly code = 'INTERRUPTED';
  readonly signal: NodeJS.Signals;

  constructor(signal: NodeJS.Signals) {
    super(`interrupted by ${signal}`);
    this.signal = signal;
  }
}
