import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';
import type { RedriveAction } from '@orderflow/kafka/core';
import { offset, partition, wholeNumber } from '../../arguments/whole-number.ts';
import { examples } from '../../output/examples.ts';
import type { Registration } from '../../session.ts';
import { type ActOptions, carryOut } from './carry-out.ts';

interface Wording {
  readonly action: RedriveAction;
  readonly description: string;
  readonly examples: readonly string[];
}

/** `orderflow dlq redrive`. */
export const dlqRedriveCommand: Registration = (dlq, perform) =>
  actCommand(dlq, {
    action: 'redrive',
    description: 'has dead letters handled again, in order, by the group that parked them',
    examples: [
      'orderflow dlq redrive --group orders --key 0190b6b1-5a3e-7c2d-9d5e-2f1f6d0f4c11 --reason "fixed in 1.4.2"',
      'orderflow dlq redrive --group orders --all --reason "fixed in 1.4.2" --yes --wait',
    ],
  }).action((options: ActOptions, command) =>
    perform(command, (session) => carryOut(session, 'redrive', options)),
  );

/** `orderflow dlq discard`. */
export const dlqDiscardCommand: Registration = (dlq, perform) =>
  actCommand(dlq, {
    action: 'discard',
    description: 'has dead letters dropped, never to be handled; their bytes stay in the dead-letter topic',
    examples: [
      'orderflow dlq discard --group orders --partition 3 --offset 17 --reason "a test order" --by ana --yes',
    ],
  }).action((options: ActOptions, command) =>
    perform(command, (session) => carryOut(session, 'discard', options)),
  );

const actCommand = (dlq: Command, { action, description, examples: lines }: Wording): Command =>
  dlq
    .command(action)
    .description(`${description}; a preview, unless --yes carries it out`)
    .requiredOption('--reason <text>', 'why; recorded for ever', nonEmpty)
    .option('--by <name>', 'who; recorded for ever (default: the user of this terminal)', nonEmpty)
    .option('--topic <topic>', 'the topic they were read from; needed where the group reads several')
    .option('--group <group>', 'the group that parked them; needed where several read the topic')
    .option('--key <text>', 'those of this key')
    .option('--key-base64 <base64>', 'those of this key, which is no text', base64)
    .option('--partition <number>', 'only those of this partition', partition)
    .option('--offset <offset>', 'the one at this offset of the dead-letter topic, with --partition', offset)
    .option('--all', 'all that are open')
    .option('--yes', 'carry it out')
    .option('--wait', 'with --yes: wait for what comes of it; exit code 1 unless all of it succeeds')
    .option('--timeout <seconds>', 'how long to wait', wholeNumber(1, 86_400), 60)
    .addHelpText('after', examples(...lines));

const nonEmpty = (text: string): string => {
  if (text.trim() !== '') return text;
  throw new InvalidArgumentError('It must not be empty.');
};

const base64 = (text: string): Buffer => {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.toString('base64') === text) return bytes;
  throw new InvalidArgumentError('It has to be base64 with its padding.');
};
