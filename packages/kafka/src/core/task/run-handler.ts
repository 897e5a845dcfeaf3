import { HandlerTimeoutError } from '../errors.ts';

interface HandlerRun<T> {
  /** The signal is made when it is asked for: most handlers never do. */
  readonly call: (run: { readonly signal: AbortSignal }) => Promise<T>;
  /** Called when the handler has not settled a second maxHandlerTime after its signal fired. */
  readonly onStuck: () => void;
}

interface HandlerRunsOptions {
  readonly maxHandlerTimeMs: number;
  /** Fires when results are of no use any more; the signals of all handlers fire with it. */
  readonly signal: AbortSignal;
}

/**
 * Gives each handler its time and waits for its end, so that no two attempts of one record ever overlap.
 *
 * Past `maxHandlerTimeMs` the signal fires, and whatever the handler comes to is discarded: the outcome is a
 * `HandlerTimeoutError`, thrown once the handler has settled. A handler that throws anything at all only rejects.
 *
 * All runs of a task share one timer and one listener: of their own, these would cost more than most handlers.
 */
export const handlerRuns = ({
  maxHandlerTimeMs,
  signal,
}: HandlerRunsOptions): (<T>(run: HandlerRun<T>) => Promise<T>) => {
  /** By deadline, since all get the same time and a run that overran moves to the end. */
  const running = new Set<Run>();
  let timer: NodeJS.Timeout | undefined;

  /** The timer outlasts the runs it was set for, since setting one costs more than a look at the next first run. */
  const watch = (): void => {
    if (timer) {
      timer.ref();
      return;
    }
    const [first] = running;
    if (first) timer = setTimeout(endOverdue, Math.max(0, first.deadline - performance.now()));
  };

  const endOverdue = (): void => {
    timer = undefined;
    const now = performance.now();
    for (const run of running) {
      if (run.deadline > now) break;
      running.delete(run);
      if (run.isOverdue) {
        run.onStuck();
      } else {
        run.overrun(new HandlerTimeoutError(maxHandlerTimeMs), now + maxHandlerTimeMs);
        running.add(run);
      }
    }
    watch();
  };

  const end = (run: Run): void => {
    running.delete(run);
    // Without a run it keeps no process alive.
    if (running.size === 0) timer?.unref();
  };

  signal.addEventListener('abort', () => running.forEach((run) => run.abort(signal.reason)), { once: true });

  return async ({ call, onStuck }) => {
    const run = new Run(performance.now() + maxHandlerTimeMs, onStuck);
    if (signal.aborted) run.abort(signal.reason);
    running.add(run);
    if (running.size === 1) watch();
    try {
      const result = await call(run);
      run.throwIfAborted();
      return result;
    } catch (error) {
      run.throwIfAborted();
      throw error;
    } finally {
      end(run);
    }
  };
};

class Run {
  /** As performance.now tells. */
  deadline: number;
  isOverdue = false;
  readonly onStuck: () => void;
  #aborted: { readonly reason: unknown } | undefined;
  #controller: AbortController | undefined;

  constructor(deadline: number, onStuck: () => void) {
    this.deadline = deadline;
    this.onStuck = onStuck;
  }

  get signal(): AbortSignal {
    if (!this.#controller) {
      this.#controller = new AbortController();
      if (this.#aborted) this.#controller.abort(this.#aborted.reason);
    }
    return this.#controller.signal;
  }

  abort(reason: unknown): void {
    this.#aborted ??= { reason };
    this.#controller?.abort(this.#aborted.reason);
  }

  overrun(reason: HandlerTimeoutError, deadline: number): void {
    this.isOverdue = true;
    this.deadline = deadline;
    this.abort(reason);
  }

  throwIfAborted(): void {
    if (this.#aborted) throw this.#aborted.reason;
  }
}
