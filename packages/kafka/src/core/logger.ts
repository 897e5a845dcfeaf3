/** Where the transport reports; the shape of pino-like loggers: a constant message, data in fields. */
export interface Logger {
  debug(message: string, fields?: Readonly<Record<string, unknown>>): void;
  info(message: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(message: string, fields?: Readonly<Record<string, unknown>>): void;
  error(message: string, fields?: Readonly<Record<string, unknown>>): void;
}

const ignore = (): void => undefined;

/** Drops everything; the default of tools that report by their results. */
export const silentLogger: Logger = { debug: ignore, info: ignore, warn: ignore, error: ignore };
