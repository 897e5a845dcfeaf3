import { HandlerTimeoutError } from '../errors.ts';

interface HandlerRun<T> {
  readonly call: (signal: AbortSignal) => Promise<T>;
  readonly maxHandlerTimeMs: number;
  /** Fires when the result is of no use any more; the handler's own signal fires with it. */
  readonly signal: AbortSignal;
  /** Called when the handler has not settled a second maxHandlerTime after its signal fired. */
  readonly onStuck: () => void;
}

/**
 * Gives a handler its time and waits for its end, so that no two attempts of one record ever overlap.
 *
 * Past `maxHandlerTimeMs` the signal fires, and whatever the handler comes to is discarded: the outcome is a
 * `HandlerTimeoutError`, thrown once the handler has settled. A handler that throws anything at all only rejects.
 */
export const runHandler = async <T>({
  call,
  maxHandlerTimeMs,
  signal,
  onStuck,
}: HandlerRun<T>): Promise<T> => {
  const controller = new AbortController();
  const giveUp = (): void => controller.abort(signal.reason);
  signal.addEventListener('abort', giveUp, { once: true });
  let stuck: NodeJS.Timeout | undefined;
  const overrun = setTimeout(() => {
    controller.abort(new HandlerTimeoutError(maxHandlerTimeMs));
    stuck = setTimeout(onStuck, maxHandlerTimeMs);
  }, maxHandlerTimeMs);
  try {
    const result = await call(controller.signal);
    controller.signal.throwIfAborted();
    return result;
  } catch (error) {
    controller.signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener('abort', giveUp);
    clearTimeout(overrun);
    clearTimeout(stuck);
  }
};
