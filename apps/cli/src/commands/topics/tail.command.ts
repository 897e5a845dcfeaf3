import { Option } from 'commander';
import { followTopic } from '@orderflow/kafka/core';
import { logPosition, offsetsAt, type LogPosition } from '../../arguments/log-position.ts';
import { partition, wholeNumber } from '../../arguments/whole-number.ts';
import { exitCode } from '../../exit-code.ts';
import { examples } from '../../output/examples.ts';
import { jsonText } from '../../output/json-text.ts';
import { jsonRecord, recordText } from '../../output/record-text.ts';
import type { Registration, Session } from '../../session.ts';

interface TailOptions {
  readonly from: LogPosition;
  readonly partition?: number;
  readonly key?: string;
  readonly count?: number;
  readonly follow: boolean;
}

export const topicsTailCommand: Registration = (topics, perform) => {
  topics
    .command('tail')
    .description('prints committed records as they come, until Ctrl-C; with --json one document a line')
    .argument('<topic>')
    .addOption(
      new Option('--from <position>', 'earliest, latest, an offset (with --partition), or a time in RFC 3339')
        .argParser(logPosition)
        .default({ at: 'latest' }, 'latest'),
    )
    .option('--partition <number>', 'only this partition', partition)
    .option('--key <text>', 'only records with this key')
    .option('--count <number>', 'end after so many records', wholeNumber(1))
    .option('--no-follow', 'end where the log ended at the start of the command')
    .addHelpText(
      'after',
      examples(
        'orderflow topics tail orders.events',
        'orderflow topics tail payments.events --from earliest --key 0190b6b1-5a3e-7c2d-9d5e-2f1f6d0f4c11 --no-follow',
        'orderflow topics tail payments.events --from 2026-01-31T12:00:00Z',
        'orderflow topics tail orders.events --partition 3 --from 1200 --count 10 --json',
      ),
    )
    .action((topic: string, options: TailOptions, command) =>
      perform(command, async (session) => {
        await tail(session, topic, options);
        return exitCode.ok;
      }),
    );
};

const tail = async (session: Session, topic: string, options: TailOptions): Promise<void> => {
  const from = await session.withTopics((admin) => offsetsAt(admin, topic, options.from, options.partition));
  const key = options.key === undefined ? undefined : Buffer.from(options.key);
  const { io, brokers, clientId } = session;
  let left = options.count ?? Infinity;
  const records = followTopic({
    brokers,
    clientId,
    topic,
    from,
    once: !options.follow,
    signal: io.signal,
    ...(options.partition === undefined ? {} : { partitions: [options.partition] }),
  });
  for await (const record of records) {
    if (key !== undefined && record.key?.equals(key) !== true) continue;
    await io.stdout.write(session.json ? `${jsonText(jsonRecord(record))}\n` : recordText(record));
    left -= 1;
    if (left === 0) return;
  }
};
