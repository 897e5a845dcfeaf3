import { InvalidArgumentError, type Command } from 'commander';
import { maxRate, type ReplayRequestText } from '@orderflow/replay';
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
  readonly from: Bound;
  readonly to: Bound;
  readonly partition?: number;
  readonly key?: string;
  readonly rate: number;
}

type Bound = 'earliest' | 'latest' | { readonly offset: string } | { readonly time: number };

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
    .option(
      '--from <position>',
      'earliest, an offset, or a time like 2026-01-31T12:00:00Z',
      bound,
      'earliest',
    )
    .option('--to <position>', 'latest, an offset, or a time; the record there is not read', bound, 'latest')
    .option('--partition <number>', 'only this partition; an offset needs it', partitionNumber)
    .option('--key <text>', 'only records with this key')
    .option('--rate <number>', 'records a second at most', rate, 1_000);

/** The part of a request that says what is read. @throws CliError with exit code 2 */
export const rangeOf = ({ from, to, partition, key, rate, topic, handler }: RangeOptions) => {
  if (from === 'latest' || to === 'earliest')
    throw usageError('--from latest and --to earliest leave nothing to read');
  for (const each of [from, to]) {
    if (typeof each === 'object' && 'offset' in each && partition === undefined) {
      throw usageError('an offset is of one partition: name it with --partition');
    }
  }
  return {
    topic,
    group: handler,
    from,
    to: to === 'latest' ? 'end' : to,
    rate,
    ...(partition === undefined ? {} : { partition }),
    ...(key === undefined ? {} : { key }),
  } as const satisfies Omit<Extract<ReplayRequestText, { readonly action: 'plan' }>, 'action'>;
};

const rfc3339 = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})$/;

const bound = (text: string): Bound => {
  if (text === 'earliest' || text === 'latest') return text;
  if (/^\d{1,18}$/.test(text)) return { offset: text };
  const time = rfc3339.test(text) ? new Date(text).getTime() : Number.NaN;
  if (time >= 0) return { time };
  throw new InvalidArgumentError(
    'It has to be earliest, latest, an offset, or a time like 2026-01-31T12:00:00Z.',
  );
};

const partitionNumber = (text: string): number => {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It has to be the number of a partition.');
};

const rate = (text: string): number => {
  const value = Number(text);
  if (/^\d+(\.\d+)?$/.test(text) && value > 0 && value <= maxRate) return value;
  throw new InvalidArgumentError(`It has to be a number above 0 and at most ${maxRate}.`);
};
