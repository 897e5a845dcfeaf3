import type { LoggerService } from '@nestjs/common';
import type { Logger } from '@orderflow/telemetry';

type Level = 'debug' | 'info' | 'warn' | 'error' | 'fatal';

/** Sends what Nest itself logs into the service's log; its varying text goes into fields, under one message. */
export class NestLogger implements LoggerService {
  readonly #logger: Logger;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  /** Start-up chatter of the framework: a line a module and a route. */
  log(message: unknown, ...rest: readonly unknown[]): void {
    this.#write('debug', message, rest);
  }

  error(message: unknown, ...rest: readonly unknown[]): void {
    this.#write('error', message, rest);
  }

  warn(message: unknown, ...rest: readonly unknown[]): void {
    this.#write('warn', message, rest);
  }

  debug(message: unknown, ...rest: readonly unknown[]): void {
    this.#write('debug', message, rest);
  }

  verbose(message: unknown, ...rest: readonly unknown[]): void {
    this.#write('debug', message, rest);
  }

  fatal(message: unknown, ...rest: readonly unknown[]): void {
    this.#write('fatal', message, rest);
  }

  #write(level: Level, message: unknown, rest: readonly unknown[]): void {
    const context = rest.at(-1);
    const more = rest.slice(0, -1);
    this.#logger[level]('framework message', {
      ...(message instanceof Error ? { error: message } : { text: String(message) }),
      ...(typeof context === 'string' ? { context } : {}),
      ...(more.length === 0 ? {} : { more }),
    });
  }
}
