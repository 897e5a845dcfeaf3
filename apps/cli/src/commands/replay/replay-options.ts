import { InvalidArgumentError, Option, type Command } from 'commander';
import { maxRate, type ReplayRequestText } from '@orderflow/replay';
import { logPosition, type LogPosition } from '../../arguments/log-position.ts';
import { partition } from '../../arguments/whole-number.ts';
import { usageError } from '../../cli.error.ts';

/** Names a handler, as each verb takes it. */
export interface HandlerOptions {
  readonly topic: string;
  /** Its consumer group. */
  readonly handler: string;
  readonly envFile?: string;
}

/** Names what is read, and how fast. */
export interface RangeOptions extends HandlerOptions {
  readonly from: LogPosition;
  readonly to: LogPosition;
  readonly partition?: number;
  readonly key?: string;
  readonly rate: number;
}

export const withHandler = (command: Command): Command =>
  command
    .requiredOption('--topic <name>', 'the topic that the handler reads')
    .requiredOption('--handler <group>', 'the consumer group whose handler it is')
    .option(
      '--env-file <path>',
      'variables of the service that the handler belongs to, where they are not set here (default: the development system’s)',
    );

export const withRange = (command: Command): Command =>
  withHandler(command)
    .addOption(
      new Option(
        '--from <position>',
        'earliest, an offset (with --partition), or a time like 2026-01-31T12:00:00Z',
      )
        .argParser(logPosition)
        .default({ at: 'earliest' }, 'earliest'),
    )
    .addOption(
      new Option('--to <position>', 'latest, an offset or a time; the record there is not read')
        .argParser(logPosition)
        .default({ at: 'latest' }, 'latest'),
    )
    .option('--partition <number>', 'only this partition', partition)
    .option('--key <text>', 'only records with this key')
    .option('--rate <number>', 'records a second at most', rate, 1_000);

/** The part of a request that says what is read. @throws CliError with exit code 2 */
export const rangeOf = ({ from, to, partition, key, rate, topic, handler }: RangeOptions) => {
  if (from.at === 'latest' || to.at === 'earliest') {
    throw usageError('--from latest and --to earliest leave nothing to read');
  }
  if (partition === undefined && (from.at === 'offset' || to.at === 'offset')) {
    throw usageError('an offset is of one partition: name it with --partition');
  }
  return {
    topic,
    group: handler,
    from: from.at === 'earliest' ? from.at : place(from),
    to: to.at === 'latest' ? 'end' : place(to),
    rate,
    ...(partition === undefined ? {} : { partition }),
    ...(key === undefined ? {} : { key }),
  } as const satisfies Omit<Extract<ReplayRequestText, { readonly action: 'plan' }>, 'action'>;
};

const place = (position: Extract<LogPosition, { readonly at: 'offset' | 'time' }>) =>
  position.at === 'offset' ? { offset: position.offset.toString() } : { time: position.timestamp };

const rate = (text: string): number => {
  const value = Number(text);
  if (/^\d+(\.\d+)?$/.test(text) && value > 0 && value <= maxRate) return value;
  throw new InvalidArgumentError(`It has to be a number above 0 and at most ${maxRate}.`);
};
