import { createLogger, type Logger } from '@orderflow/telemetry';
import { ConfigurationError } from '../configuration/read-config.ts';
import {
  defaultShutdownDeadlineMs,
  type RunningService,
  type ServiceOptions,
  startService,
} from './start-service.ts';
import { stopSignals } from './stop-signals.ts';

/** Exit codes of a service process. */
export const exitCodes = {
  /** Stopped in order on a signal. */
  clean: 0,
  /** Failed to start, failed while running, or a step of stopping failed. */
  failed: 1,
  /** The environment isn't valid; starting again won't help. */
  configuration: 2,
  /** Stopping took longer than its deadline; work may have been cut. */
  deadline: 3,
  /** Another SIGINT came while stopping. */
  killed: 130,
} as const;

const SIGNALS = ['SIGTERM', 'SIGINT'] as const;

/**
 * Runs a service as this process: starts it, stops it in order on SIGTERM or SIGINT, also when the signal comes while it
 * starts, and ends the process with one of `exitCodes`. SIGINT more than a second after that ends it at once. An uncaught exception is logged
 * and ends the process, since its state is unknown; the next start recovers.
 *
 * @param compose reads the configuration and returns the options; a `ConfigurationError` it throws is printed as it is
 */
export async function bootstrapService(
  compose: () => ServiceOptions | Promise<ServiceOptions>,
): Promise<void> {
  const stopRequest = new AbortController();
  const requestOf = stopSignals(() => performance.now());
  for (const signal of SIGNALS) {
    process.on(signal, () => {
      const request = requestOf(signal);
      if (request === 'kill') process.exit(exitCodes.killed);
      if (request === 'stop') stopRequest.abort(new StopRequested(signal));
    });
  }
  let logger = createLogger({ service: 'orderflow' });
  process.on('uncaughtException', (error, origin) => {
    logger.fatal('uncaught exception', { error, origin });
    process.exit(exitCodes.failed);
  });
  try {
    const options = await compose();
    logger = options.logger;
    const service = await started(options, stopRequest.signal, logger);
    await aborted(stopRequest.signal);
    logger.info('service stopping', { reason: reasonOf(stopRequest.signal) });
    const outcome = await service.stop();
    logger.info('service stopped', { outcome });
    process.exit(exitCodes[outcome]);
  } catch (error) {
    process.exit(exitCodeFor(error, logger));
  }
}

/** Starts the service; a signal meanwhile gets the time of a shutdown, then the process ends all the same. */
async function started(options: ServiceOptions, stop: AbortSignal, logger: Logger): Promise<RunningService> {
  stop.addEventListener(
    'abort',
    () => {
      // Once it runs, its own deadline is the shorter; unref: this timer must not keep a stopped process alive.
      setTimeout(
        () => {
          logger.error('shutdown deadline passed', { step: 'start' });
          process.exit(exitCodes.deadline);
        },
        (options.shutdownDeadlineMs ?? defaultShutdownDeadlineMs) + 500,
      ).unref();
    },
    { once: true },
  );
  return startService(options, stop);
}

class StopRequested extends Error {
  readonly code = 'STOP_REQUESTED';

  constructor(signal: string) {
    super(signal);
    this.name = 'StopRequested';
  }
}

function exitCodeFor(error: unknown, logger: Logger): number {
  if (error instanceof StopRequested) return exitCodes.clean;
  if (error instanceof ConfigurationError) {
    process.stderr.write(`${error.message}\n`);
    return exitCodes.configuration;
  }
  logger.fatal('service could not start', { error });
  return exitCodes.failed;
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

function reasonOf(signal: AbortSignal): string {
  return signal.reason instanceof Error ? signal.reason.message : 'stop requested';
}
