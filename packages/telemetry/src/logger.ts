import { pino } from 'pino';
import { describeError } from './describe-error.ts';
import { redact } from './redaction.ts';

/** The levels of a log, from the most to the least detailed; `silent` writes nothing. */
export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

/** How severe a line is. */
export type LogLevel = (typeof logLevels)[number];

/** Data of a log line. An `Error` under any name is described with its stack and causes; `undefined` fields are left out. */
export type LogFields = Readonly<Record<string, unknown>>;

/**
 * Writes events as one JSON line each: a constant message, everything that varies in fields, so that lines can be
 * counted and searched by message.
 */
export interface Logger {
  trace(message: string, fields?: LogFields): void;
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  fatal(message: string, fields?: LogFields): void;
  /** A logger whose lines carry `fields` as well. */
  child(fields: LogFields): Logger;
}

/** What a logger writes, and where. */
export interface LoggerOptions {
  /** Name of the process, on every line. */
  readonly service: string;
  /** Least severe level that is written; `info` by default. */
  readonly level?: LogLevel;
  /** Field names that are redacted besides the built-in ones. */
  readonly redact?: readonly string[];
  /** Where lines go; standard output by default. Written synchronously, so that no line is lost when the process ends. */
  readonly destination?: { write(line: string): void };
}

/**
 * Returns a logger that never writes secrets or personal data: every field passes `redact`, at any depth, and errors
 * are described without their own properties.
 */
export function createLogger(options: LoggerOptions): Logger {
  const sink = pino(
    {
      level: options.level ?? 'info',
      base: { service: options.service, pid: process.pid },
      messageKey: 'message',
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (level) => ({ level }) },
    },
    options.destination ?? pino.destination({ fd: 1, sync: true }),
  );
  return loggerOn(sink, (fields) => toRecord(redact(withErrorsDescribed(fields), options.redact)));
}

function loggerOn(sink: pino.Logger, prepare: (fields: LogFields) => LogFields): Logger {
  const writer = (level: Exclude<LogLevel, 'silent'>) => (message: string, fields?: LogFields) => {
    // Redaction costs; a line that isn't written doesn't pay for it.
    if (!sink.isLevelEnabled(level)) return;
    sink[level](fields === undefined ? {} : prepare(fields), message);
  };
  return {
    trace: writer('trace'),
    debug: writer('debug'),
    info: writer('info'),
    warn: writer('warn'),
    error: writer('error'),
    fatal: writer('fatal'),
    child: (fields) => loggerOn(sink.child(prepare(fields)), prepare),
  };
}

function withErrorsDescribed(fields: LogFields): LogFields {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      value instanceof Error ? describeError(value) : value,
    ]),
  );
}

function toRecord(value: unknown): LogFields {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
